package io.github.vitlora.optimizer;

import io.github.vitlora.regime.WeightSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What parameters that move alike have in common. Fused operators take one group at a time.
 *
 * @param weightDecay lambda of AdamW, the factor of SGD's L2 penalty; 0 for none
 * @param rateFactor what the learning rate is multiplied by
 */
public record ParameterGroup(double weightDecay, double rateFactor) {

  /**
   * The one that a parameter belongs to.
   *
   * @param weightDecay of the recipe, for those parameters that decay
   */
  public static ParameterGroup of(WeightSpec parameter, double weightDecay, double rateFactor) {
    return new ParameterGroup(parameter.decays() ? weightDecay : 0, rateFactor);
  }

  /** Parameters by their group, in their order. */
  static Map<ParameterGroup, List<String>> groups(
      Collection<String> parameters, Function<String, ParameterGroup> groups) {
    return parameters.stream()
        .collect(Collectors.groupingBy(groups, LinkedHashMap::new, Collectors.toList()));
  }
}
