package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@link Adam} by libtorch's fused operator, with decoupled weight decay. */
final class KernelAdam extends KernelOptimizer {
  private final Script script;

  /** Starts with zero moments; parameters are those of {@link KernelOptimizer}. */
  KernelAdam(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      Function<String, ParameterGroup> groups,
      Script script) {
    super(parent, parameters, gradients, groups, List.of(Adam.FIRST, Adam.SECOND));
    this.script = script;
  }

  @Override
  void step(Group group, double learningRate) {
    script.run(
        "adam",
        group.parameters(),
        group.gradients(),
        group.kept().get(0),
        group.kept().get(1),
        group.steps(),
        learningRate,
        group.shared().decay());
  }
}
