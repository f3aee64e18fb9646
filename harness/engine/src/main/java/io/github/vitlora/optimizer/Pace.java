package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How fast a parameter moves. Fused operators take one pace for all that they are given.
 *
 * @param decay its weight decay
 * @param rateFactor what the learning rate is multiplied by for it
 */
record Pace(double decay, double rateFactor) {

  /** Not decayed for all their two or more dimensions, as timm has it. */
  private static final Set<String> UNDECAYED = Set.of("cls_token", "pos_embed");

  /**
   * A parameter's own.
   *
   * @param weightDecay of the recipe, applied to matrices
   */
  static Pace of(
      String name, NDArray array, double weightDecay, ToDoubleFunction<String> rateFactors) {
    return new Pace(decays(name, array) ? weightDecay : 0, rateFactors.applyAsDouble(name));
  }

  /** Matrices, as timm has it, and none of the embeddings. */
  private static boolean decays(String name, NDArray array) {
    return array.getShape().dimension() > 1 && !UNDECAYED.contains(name);
  }

  /** Names of parameters by their pace, in their order. */
  static Map<Pace, List<String>> groups(
      Map<String, NDArray> parameters, double weightDecay, ToDoubleFunction<String> rateFactors) {
    Map<Pace, List<String>> groups = new LinkedHashMap<>();
    parameters.forEach(
        (name, array) ->
            groups
                .computeIfAbsent(
                    of(name, array, weightDecay, rateFactors), pace -> new ArrayList<>())
                .add(name));
    return groups;
  }
}
