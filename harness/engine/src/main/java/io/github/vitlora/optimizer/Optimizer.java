package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.TrainingSpec;
import java.util.Map;
import java.util.function.Function;

/**
 * An optimizer is an update rule with its state. It changes parameters in place, and nothing is
 * recorded.
 */
public interface Optimizer extends TrainableState, AutoCloseable {

  /**
   * Returns the rule that a recipe names, by DJL's operators.
   *
   * @param parent the state belongs to a child of it
   * @param parameters what is optimised, by name; each has a gradient
   * @param groups the group of each, by its name
   */
  static Optimizer plain(
      NDManager parent,
      TrainingSpec recipe,
      Map<String, NDArray> parameters,
      Function<String, ParameterGroup> groups) {
    return switch (recipe.optimizer()) {
      case ADAM, ADAMW -> new Adam(parent, parameters, groups);
      case SGD -> new Sgd(parent, parameters, groups, recipe.options());
    };
  }

  /**
   * Returns the same by libtorch's fused operators, which take one pass over all parameters.
   *
   * @param gradients of the parameters, by name
   */
  static Optimizer fused(
      NDManager parent,
      TrainingSpec recipe,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      Function<String, ParameterGroup> groups,
      Script script) {
    return switch (recipe.optimizer()) {
      case ADAM, ADAMW -> KernelOptimizer.adam(parent, parameters, gradients, groups, script);
      case SGD ->
          KernelOptimizer.sgd(parent, parameters, gradients, groups, recipe.options(), script);
    };
  }

  /**
   * Takes one step along the accumulated gradients and sets these to 0.
   *
   * @param learningRate of this step
   */
  void step(double learningRate);

  /**
   * Goes on where an earlier run stopped.
   *
   * @param steps that run had taken
   */
  void resumeAfter(long steps);

  @Override
  void close();
}
