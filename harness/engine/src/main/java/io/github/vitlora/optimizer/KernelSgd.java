package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.regime.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** {@link Sgd} by libtorch's fused operator: one pass over all parameters. */
final class KernelSgd implements Optimizer {
  private final NDManager manager;
  private final Script script;
  private final TrainingOptions options;
  private final Map<String, NDArray> momenta = new LinkedHashMap<>();
  private final List<Group> groups = new ArrayList<>();

  /** The parameters of one group, their gradients and momenta; none where there is no momentum. */
  private record Group(
      ParameterGroup shared,
      List<NDArray> parameters,
      List<NDArray> gradients,
      List<NDArray> momenta) {}

  /**
   * Starts at rest.
   *
   * @param parent the momenta belong to a child of it
   * @param parameters what is optimised, by name
   * @param gradients theirs, set to 0 by every step
   * @param weightDecay factor of the L2 penalty, applied to matrices
   * @param rateFactors what a parameter's learning rate is multiplied by, by its name
   * @param options have the momentum
   */
  KernelSgd(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      double weightDecay,
      ToDoubleFunction<String> rateFactors,
      TrainingOptions options,
      Script script) {
    manager = parent.newSubManager();
    this.script = script;
    this.options = options;
    if (options.momentum() > 0) {
      parameters.forEach((name, array) -> momenta.put(name, manager.zeros(array.getShape())));
    }
    ParameterGroup.groups(parameters, weightDecay, rateFactors)
        .forEach(
            (shared, names) ->
                groups.add(
                    new Group(
                        shared,
                        names.stream().map(parameters::get).toList(),
                        names.stream().map(gradients::get).toList(),
                        names.stream().filter(momenta::containsKey).map(momenta::get).toList())));
  }

  @Override
  public void step(double learningRate) {
    for (Group g : groups) {
      script.run(
          "sgd",
          g.parameters(),
          g.gradients(),
          g.momenta(),
          g.shared().rateFactor() * learningRate,
          g.shared().decay(),
          options.momentum(),
          options.nesterov());
    }
  }

  @Override
  public void resumeAfter(long steps) {
    // A step does not depend on how many there were.
  }

  @Override
  public void write(SafetensorsWriter writer) {
    momenta.forEach((name, momentum) -> Tensors.write(writer, Sgd.MOMENTUM + name, momentum));
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    for (Map.Entry<String, NDArray> entry : momenta.entrySet()) {
      Tensors.read(saved, Sgd.MOMENTUM + entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
