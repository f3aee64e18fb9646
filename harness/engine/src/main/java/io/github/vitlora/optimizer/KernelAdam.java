package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.kernel.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** {@link Adam} by libtorch's fused operator: one pass over all parameters. */
final class KernelAdam implements Optimizer {
  private final NDManager manager;
  private final Script script;
  private final List<Group> groups;

  /**
   * Starts with zero moments.
   *
   * @param parent the optimizer's state belongs to a child of it
   * @param parameters what is optimised, by name
   * @param gradients theirs, set to 0 by every step
   * @param weightDecay lambda of AdamW, applied to matrices; 0 is plain Adam
   * @param rateFactors what a parameter's learning rate is multiplied by, by its name
   */
  KernelAdam(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      double weightDecay,
      ToDoubleFunction<String> rateFactors,
      Script script) {
    manager = parent.newSubManager();
    this.script = script;
    List<Group> all = new ArrayList<>();
    ParameterGroup.groups(parameters, weightDecay, rateFactors)
        .forEach(
            (options, names) -> {
              Group group = new Group(options);
              names.forEach(
                  name -> group.add(manager, name, parameters.get(name), gradients.get(name)));
              all.add(group);
            });
    groups = List.copyOf(all);
  }

  /** The parameters of one group, their gradients and moments. */
  private static final class Group {
    private final ParameterGroup options;
    private final List<String> names = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();
    private final List<NDArray> gradients = new ArrayList<>();
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();
    private final List<NDArray> steps = new ArrayList<>();

    Group(ParameterGroup options) {
      this.options = options;
    }

    void add(NDManager owner, String name, NDArray parameter, NDArray gradient) {
      names.add(name);
      parameters.add(parameter);
      gradients.add(gradient);
      first.add(owner.zeros(parameter.getShape()));
      second.add(owner.zeros(parameter.getShape()));
      steps.add(owner.zeros(new Shape()));
    }
  }

  @Override
  public void step(double learningRate) {
    for (Group g : groups) {
      script.run(
          "adam",
          g.parameters,
          g.gradients,
          g.first,
          g.second,
          g.steps,
          g.options.rateFactor() * learningRate,
          g.options.decay());
    }
  }

  @Override
  public void resumeAfter(long taken) {
    for (Group g : groups) {
      for (NDArray step : g.steps) {
        try (NDArray value = manager.full(new Shape(), (float) taken)) {
          value.copyTo(step);
        }
      }
    }
  }

  @Override
  public void write(SafetensorsWriter writer) {
    for (Group g : groups) {
      for (int i = 0; i < g.names.size(); i++) {
        AdamState.write(writer, g.names.get(i), g.first.get(i), g.second.get(i));
      }
    }
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    for (Group g : groups) {
      for (int i = 0; i < g.names.size(); i++) {
        AdamState.read(saved, g.names.get(i), g.first.get(i), g.second.get(i));
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
