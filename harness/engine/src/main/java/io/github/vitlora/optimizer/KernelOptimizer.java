package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.model.Tensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An update rule by one of libtorch's fused operators: one pass over the parameters of a group.
 * What it keeps of a parameter are arrays of the parameter's shape, which start at zero.
 */
abstract class KernelOptimizer implements Optimizer {
  private final NDManager manager;
  private final List<String> kinds;
  private final List<Group> groups;

  /**
   * The parameters of one group.
   *
   * @param gradients theirs, set to 0 by every step
   * @param kept a list for each kind of array that is kept, with one array a parameter
   * @param steps that were taken, a number a parameter
   */
  record Group(
      ParameterGroup shared,
      List<String> names,
      List<NDArray> parameters,
      List<NDArray> gradients,
      List<List<NDArray>> kept,
      List<NDArray> steps) {}

  /**
   * Starts with zeros.
   *
   * @param parent what is kept belongs to a child of it
   * @param parameters what is optimised, by name
   * @param gradients theirs
   * @param groupOf theirs, by name
   * @param kinds what is kept of a parameter: what it is called in a checkpoint before its name
   */
  KernelOptimizer(
      NDManager parent,
      Map<String, NDArray> parameters,
      Map<String, NDArray> gradients,
      Function<String, ParameterGroup> groupOf,
      List<String> kinds) {
    manager = parent.newSubManager();
    this.kinds = kinds;
    groups =
        ParameterGroup.groups(parameters.keySet(), groupOf).entrySet().stream()
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

  /** Takes one step of the parameters of one group, and sets their gradients to 0. */
  abstract void step(Group group, double learningRate);

  @Override
  public final void step(double learningRate) {
    for (Group group : groups) {
      step(group, group.shared().rateFactor() * learningRate);
    }
  }

  @Override
  public final void resumeAfter(long taken) {
    for (Group group : groups) {
      for (NDArray step : group.steps()) {
        try (NDArray value = manager.full(new Shape(), (float) taken)) {
          value.copyTo(step);
        }
      }
    }
  }

  @Override
  public final void write(SafetensorsWriter writer) {
    named().forEach((name, array) -> Tensors.write(writer, name, array));
  }

  @Override
  public final void read(SafetensorsFile saved) throws IOException {
    for (Map.Entry<String, NDArray> entry : named().entrySet()) {
      Tensors.read(saved, entry.getKey(), entry.getValue());
    }
  }

  /** What is kept, as a checkpoint names it. */
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
  public final void close() {
    manager.close();
  }
}
