package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The options that a group of parameters shares. Fused operators take one group at a time.
 *
 * @param decay weight decay
 * @param rateFactor what the learning rate is multiplied by
 */
record ParameterGroup(double decay, double rateFactor) {

  /** Not decayed for all their two or more dimensions, as timm has it. */
  private static final Set<String> UNDECAYED = Set.of("cls_token", "pos_embed");

  /**
   * Returns the group that a parameter belongs to.
   *
   * @param weightDecay of the recipe, applied to matrices
   */
  static ParameterGroup of(
      String name, NDArray array, double weightDecay, ToDoubleFunction<String> rateFactors) {
    return new ParameterGroup(
        decays(name, array) ? weightDecay : 0, rateFactors.applyAsDouble(name));
  }

  /** Decays matrices, as timm does, and none of the embeddings. */
  private static boolean decays(String name, NDArray array) {
    return array.getShape().dimension() > 1 && !UNDECAYED.contains(name);
  }

  /** Returns the parameters' names by their group, in their order. */
  static Map<ParameterGroup, List<String>> groups(
      Map<String, NDArray> parameters, double weightDecay, ToDoubleFunction<String> rateFactors) {
    Map<ParameterGroup, List<String>> groups = new LinkedHashMap<>();
    parameters.forEach(
        (name, array) ->
            groups
                .computeIfAbsent(
                    of(name, array, weightDecay, rateFactors), group -> new ArrayList<>())
                .add(name));
    return groups;
  }
}
