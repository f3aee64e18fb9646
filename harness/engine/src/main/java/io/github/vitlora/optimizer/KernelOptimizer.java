package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.regime.TrainingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kernel optimizer applies an update rule by one of libtorch's fused operators, in one pass over
 * the parameters of a group. What it keeps of a parameter are arrays of the parameter's shape,
 * which start at zero.
 */
final class KernelOptimizer implements Optimizer {
  private final NDManager manager;
  private final List<String> kinds;
  private final List<Group> groups;
  private final Operator operator;

  /**
   * A group holds parameters that one call of an operator changes.
   *
   * @param gradients theirs, set to 0 by every step
   * @param kept a list for each kind of array that is kept, with one array a parameter
   * @param steps that were taken, a number a parameter
   */
  private record Group(
      ParameterGroup shared,
      List<String> names,
      List<NDArray> parameters,
      List<NDArray> gradients,
      List<List<NDArray>> kept,
      List<NDArray> steps) {}

  /** Takes one step of the parameters of one group, and sets their gradients to 0. */
  private interface Operator {
    void step(Group group, double learningRate);
  }

  /** Makes {@link Adam} with decoupled weight decay; parameters are {@link Optimizer#fused}'s. */
  static KernelOptimizer adam(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      Function<String, ParameterGroup> groupOf,
      Script script) {
    return new KernelOptimizer(
        parent,
        parameters,
        gradients,
        groupOf,
        List.of(Adam.FIRST, Adam.SECOND),
        (group, learningRate) ->
            script.run(
                "adam",
                group.parameters(),
                group.gradients(),
                group.kept().get(0),
                group.kept().get(1),
                group.steps(),
                learningRate,
                group.shared().decay()));
  }

  /**
   * Makes {@link Sgd}; the other parameters are {@link Optimizer#fused}'s.
   *
   * @param options have the momentum; where there is none, nothing is kept
   */
  static KernelOptimizer sgd(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      Function<String, ParameterGroup> groupOf,
      TrainingOptions options,
      Script script) {
    return new KernelOptimizer(
        parent,
        parameters,
        gradients,
        groupOf,
        options.momentum() > 0 ? List.of(Sgd.MOMENTUM) : List.of(),
        (group, learningRate) ->
            script.run(
                "sgd",
                group.parameters(),
                group.gradients(),
                group.kept().stream().findFirst().orElse(List.of()),
                learningRate,
                group.shared().decay(),
                options.momentum(),
                options.nesterov()));
  }

  /**
   * Starts with zeros.
   *
   * @param kinds what is kept of a parameter: what it is called in a checkpoint before its name
   */
  private KernelOptimizer(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      Function<String, ParameterGroup> groupOf,
      List<String> kinds,
      Operator operator) {
    manager = parent.newSubManager();
    this.kinds = kinds;
    this.operator = operator;
    groups =
        parameters.keySet().stream()
            .collect(Collectors.groupingBy(groupOf, LinkedHashMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(group -> group(group.getKey(), group.getValue(), parameters, gradients))
            .toList();
  }

  private Group group(
      ParameterGroup shared,
      List<String> names,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients) {
    List<NDArray> own = names.stream().map(parameters::get).toList();
    return new Group(
        shared,
        names,
        own,
        names.stream().map(gradients::get).toList(),
        kinds.stream().map(kind -> zeros(own.stream().map(NDArray::getShape))).toList(),
        zeros(names.stream().map(name -> new Shape())));
  }

  private List<NDArray> zeros(Stream<Shape> shapes) {
    return shapes.map(shape -> manager.zeros(shape)).toList();
  }

  @Override
  public void step(double learningRate) {
    for (Group group : groups) {
      operator.step(group, group.shared().rateFactor() * learningRate);
    }
  }

  @Override
  public void resumeAfter(long taken) {
    for (Group group : groups) {
      for (NDArray step : group.steps()) {
        try (NDArray value = manager.full(new Shape(), (float) taken)) {
          value.copyTo(step);
        }
      }
    }
  }

  @Override
  public void write(SafetensorsWriter writer) {
    named().forEach((name, array) -> Tensors.write(writer, name, array));
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    for (Map.Entry<String, NDArray> entry : named().entrySet()) {
      Tensors.read(saved, entry.getKey(), entry.getValue());
    }
  }

  /** Returns what is kept, by its names in a checkpoint. */
  private Map<String, NDArray> named() {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (Group group : groups) {
      for (int i = 0; i < group.names().size(); i++) {
        for (int kind = 0; kind < kinds.size(); kind++) {
          named.put(kinds.get(kind) + group.names().get(i), group.kept().get(kind).get(i));
        }
      }
    }
    return named;
  }

  @Override
  public void close() {
    manager.close();
  }
}
