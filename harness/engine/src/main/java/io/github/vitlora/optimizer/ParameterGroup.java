package io.github.vitlora.optimizer;

import io.github.vitlora.regime.WeightSpec;

/**
 * A group's parameters have decay and rate factor in common. Fused operators take one group at a
 * time.
 *
 * @param decay weight decay: lambda of AdamW, the factor of SGD's L2 penalty; 0 for none
 * @param rateFactor what the learning rate is multiplied by
 */
public record ParameterGroup(double decay, double rateFactor) {

  /**
   * Returns the group that a parameter belongs to.
   *
   * @param weightDecay of the recipe, for those parameters that decay
   */
  public static ParameterGroup of(WeightSpec parameter, double weightDecay, double rateFactor) {
    return new ParameterGroup(parameter.decays() ? weightDecay : 0, rateFactor);
  }
}
