package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.SafetensorsFile;
import io.github.vitlora.model.SafetensorsWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** {@link Adam} by libtorch's fused operator: one pass over all parameters. */
final class KernelAdam implements TrainableState, AutoCloseable {
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
    Map<Pace, Group> byPace = new LinkedHashMap<>();
    parameters.forEach(
        (name, array) -> {
          double decay = weightDecay > 0 && Adam.decays(name, array) ? weightDecay : 0;
          byPace
              .computeIfAbsent(new Pace(decay, rateFactors.applyAsDouble(name)), Group::new)
              .add(manager, name, array, gradients.get(name));
        });
    groups = List.copyOf(byPace.values());
  }

  /** How fast parameters move; the optimizer's operator takes one for all that it is given. */
  private record Pace(double decay, double rateFactor) {}

  /** Parameters of one pace, their gradients and moments. */
  private static final class Group {
    private final Pace pace;
    private final List<String> names = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();
    private final List<NDArray> gradients = new ArrayList<>();
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();
    private final List<NDArray> steps = new ArrayList<>();

    Group(Pace pace) {
      this.pace = pace;
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

  /**
   * Takes one step along the accumulated gradients and sets these to 0.
   *
   * @param learningRate alpha of the algorithm
   */
  void step(double learningRate) {
    for (Group g : groups) {
      script.run(
          "adam",
          g.parameters,
          g.gradients,
          g.first,
          g.second,
          g.steps,
          g.pace.rateFactor() * learningRate,
          g.pace.decay());
    }
  }

  /**
   * Goes on where an earlier run stopped.
   *
   * @param taken steps of that run
   */
  void resumeAfter(long taken) {
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
        Moments.write(writer, g.names.get(i), g.first.get(i), g.second.get(i));
      }
    }
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    for (Group g : groups) {
      for (int i = 0; i < g.names.size(); i++) {
        Moments.read(saved, g.names.get(i), g.first.get(i), g.second.get(i));
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
