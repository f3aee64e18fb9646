package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.TrainingOptions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@link Sgd} by libtorch's fused operator. */
final class KernelSgd extends KernelOptimizer {
  private final Script script;
  private final TrainingOptions options;

  /**
   * Starts at rest; the other parameters are those of {@link KernelOptimizer}.
   *
   * @param options have the momentum; where there is none, nothing is kept
   */
  KernelSgd(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      Function<String, ParameterGroup> groups,
      TrainingOptions options,
      Script script) {
    super(
        parent,
        parameters,
        gradients,
        groups,
        options.momentum() > 0 ? List.of(Sgd.MOMENTUM) : List.of());
    this.script = script;
    this.options = options;
  }

  @Override
  void step(Group group, double learningRate) {
    script.run(
        "sgd",
        group.parameters(),
        group.gradients(),
        group.kept().stream().findFirst().orElse(List.of()),
        learningRate,
        group.shared().decay(),
        options.momentum(),
        options.nesterov());
  }
}
