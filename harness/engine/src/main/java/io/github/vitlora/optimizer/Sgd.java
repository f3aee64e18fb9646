package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.regime.TrainingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Implements stochastic gradient descent as PyTorch does: {@code g += decay p; v = momentum v + g;
 * p -= rate v}, with Nesterov's momentum {@code p -= rate (g + momentum v)} (Sutskever et al.
 * 2013). Parameters are changed in place, outside of any recording of gradients.
 */
final class Sgd implements Optimizer {
  /** A momentum's name in a checkpoint is this before the parameter's name. */
  static final String MOMENTUM = "sgd.momentum.";

  private final NDManager manager;
  private final TrainingOptions options;
  private final Map<String, Trained> trained = new LinkedHashMap<>();

  private record Trained(NDArray parameter, NDArray momentum, ParameterGroup pace) {}

  /**
   * Starts with zero momenta; the other parameters are {@link Optimizer#plain}'s.
   *
   * @param groups by parameters' names; weight decay is the factor of the L2 penalty
   * @param options have the momentum
   */
  Sgd(
      NDManager parent,
      Map<String, NDArray> parameters,
      Function<String, ParameterGroup> groups,
      TrainingOptions options) {
    this.options = options;
    manager = parent.newSubManager();
    parameters.forEach(
        (name, array) ->
            trained.put(
                name,
                new Trained(
                    array,
                    manager.zeros(options.momentum() > 0 ? array.getShape() : new Shape(0)),
                    groups.apply(name))));
  }

  @Override
  public void step(double learningRate) {
    for (Trained t : trained.values()) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray gradient = t.parameter().getGradient();
        gradient.attach(scope);
        // Owned by the scope: operators give their result to the first operand's manager.
        NDArray change = scope.zeros(gradient.getShape());
        if (t.pace().decay() > 0) {
          change.addi(t.parameter());
          change.muli(t.pace().decay());
        }
        change.addi(gradient);
        if (options.momentum() > 0) {
          t.momentum().muli(options.momentum());
          t.momentum().addi(change);
          if (!options.nesterov()) {
            change.subi(change);
          }
          NDArray carried = scope.zeros(gradient.getShape());
          carried.addi(t.momentum());
          change.addi(options.nesterov() ? carried.muli(options.momentum()) : carried);
        }
        t.parameter().subi(change.muli(t.pace().rateFactor() * learningRate));
        gradient.subi(gradient);
      }
    }
  }

  @Override
  public void resumeAfter(long steps) {
    // A step does not depend on how many there were.
  }

  @Override
  public void write(SafetensorsWriter writer) {
    if (options.momentum() > 0) {
      trained.forEach((name, t) -> Tensors.write(writer, MOMENTUM + name, t.momentum()));
    }
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    if (options.momentum() > 0) {
      for (Map.Entry<String, Trained> entry : trained.entrySet()) {
        Tensors.read(saved, MOMENTUM + entry.getKey(), entry.getValue().momentum());
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
