package io.github.vitlora.optimizer;

import io.github.vitlora.regime.WeightSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How fast a parameter moves. Fused operators take one pace for all that they are given.
 *
 * @param decay its weight decay: lambda of AdamW, the factor of SGD's L2 penalty; 0 for none
 * @param rateFactor what the learning rate is multiplied by for it
 */
public record Pace(double decay, double rateFactor) {

  /**
   * A parameter's own.
   *
   * @param weightDecay of the recipe, for those parameters that decay
   */
  public static Pace of(WeightSpec parameter, double weightDecay, double rateFactor) {
    return new Pace(parameter.decays() ? weightDecay : 0, rateFactor);
  }

  /** Parameters by their pace, in their order. */
  static Map<Pace, List<String>> groups(
      Collection<String> parameters, Function<String, Pace> paces) {
    return parameters.stream()
        .collect(Collectors.groupingBy(paces, LinkedHashMap::new, Collectors.toList()));
  }
}
