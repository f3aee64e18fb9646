package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.model.Tensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Implements Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1) with betas 0.9 and 0.999 and
 * eps 1e-8, bias-corrected, and with weight decay AdamW (Loshchilov and Hutter 2019,
 * arXiv:1711.05101, algorithm 2). Parameters are changed in place, outside of any recording of
 * gradients.
 */
public final class Adam implements Optimizer {
  /** A first moment's name in a checkpoint is this before the parameter's name. */
  static final String FIRST = "adam.first.";

  /** A second moment's name in a checkpoint is this before the parameter's name. */
  static final String SECOND = "adam.second.";

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPS = 1e-8;

  private final NDManager manager;
  private final Map<String, Trained> moments = new LinkedHashMap<>();
  private long step;

  private record Trained(NDArray parameter, NDArray first, NDArray second, ParameterGroup pace) {}

  /**
   * Starts with zero moments; the other parameters are {@link Optimizer#plain}'s.
   *
   * @param groups by parameters' names; weight decay is AdamW's lambda, and 0 makes plain Adam
   */
  Adam(NDManager parent, Map<String, NDArray> parameters, Function<String, ParameterGroup> groups) {
    manager = parent.newSubManager();
    parameters.forEach(
        (name, array) ->
            moments.put(
                name,
                new Trained(
                    array,
                    manager.zeros(array.getShape()),
                    manager.zeros(array.getShape()),
                    groups.apply(name))));
  }

  @Override
  public void step(double learningRate) {
    step++;
    double firstCorrection = 1 - Math.pow(BETA1, step);
    double secondCorrection = Math.sqrt(1 - Math.pow(BETA2, step));
    for (Trained m : moments.values()) {
      double rate = m.pace().rateFactor() * learningRate;
      try (NDManager scope = manager.newSubManager()) {
        NDArray gradient = m.parameter().getGradient();
        gradient.attach(scope);
        if (m.pace().decay() > 0) {
          m.parameter().muli(1 - rate * m.pace().decay());
        }
        update(m, gradient, rate / firstCorrection, secondCorrection);
        gradient.subi(gradient);
      }
    }
  }

  private static void update(
      Trained m, NDArray gradient, double stepSize, double secondCorrection) {
    m.first().muli(BETA1);
    m.first().addi(gradient.mul(1 - BETA1));
    m.second().muli(BETA2);
    m.second().addi(gradient.square().muli(1 - BETA2));
    // Owned by the gradient's scope: operators give their result to the first operand's manager.
    NDArray denominator = gradient.getManager().zeros(gradient.getShape());
    denominator.addi(m.second());
    denominator = denominator.sqrt().divi(secondCorrection).addi(EPS);
    NDArray change = gradient.getManager().zeros(gradient.getShape());
    change.addi(m.first());
    m.parameter().subi(change.divi(denominator).muli(stepSize));
  }

  @Override
  public void resumeAfter(long steps) {
    step = steps;
  }

  @Override
  public void write(SafetensorsWriter writer) {
    moments.forEach(
        (name, m) -> {
          Tensors.write(writer, FIRST + name, m.first());
          Tensors.write(writer, SECOND + name, m.second());
        });
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    for (Map.Entry<String, Trained> entry : moments.entrySet()) {
      Tensors.read(saved, FIRST + entry.getKey(), entry.getValue().first());
      Tensors.read(saved, SECOND + entry.getKey(), entry.getValue().second());
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
