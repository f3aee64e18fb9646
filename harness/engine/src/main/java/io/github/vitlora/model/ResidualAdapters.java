package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.CheckpointException;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.WeightSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/**
 * Holds the parts {@code s B0 A0} that adapters took over of their layers' weights. They are kept
 * beside what is trained: with them the frozen rest follows from the pretrained weights again, bit
 * by bit.
 */
final class ResidualAdapters {
  private final Map<Adapter, Part> parts = new LinkedHashMap<>();

  private ResidualAdapters() {}

  /** Holds A0 and B0 of one layer. */
  private record Part(NDArray down, NDArray up) {}

  /** Gives A0 and B0 of layers. */
  interface Source {
    /** Decomposes each weight. */
    Source DECOMPOSITION =
        (adapter, weight) ->
            AdapterInitialisation.of(
                adapter.initialisation(), weight, adapter.rank(), adapter.scale());

    /**
     * Returns A0 and B0 of one layer.
     *
     * @param weight {@code (out, in)}; stays as it is
     */
    AdapterInitialisation of(Adapter adapter, DMatrixRMaj weight) throws IOException;
  }

  /** Returns a source that reads A0 and B0 from a file. */
  static Source kept(SafetensorsFile file) {
    return (adapter, weight) ->
        new AdapterInitialisation(read(file, initialDown(adapter)), read(file, initialUp(adapter)));
  }

  private static String initialDown(Adapter adapter) {
    return WeightSpec.name(adapter.layer(), "lora_A.initial");
  }

  private static String initialUp(Adapter adapter) {
    return WeightSpec.name(adapter.layer(), "lora_B.initial");
  }

  /**
   * Starts adapters: those that take over part of a weight subtract it there.
   *
   * @param owner of what is kept
   * @param layers adapted ones, all with their pretrained or random values
   */
  static ResidualAdapters take(NDManager owner, Collection<AdaptedLinear> layers, Source source)
      throws IOException {
    ResidualAdapters taken = new ResidualAdapters();
    for (AdaptedLinear layer : layers) {
      if (layer.adapter().initialisation().takesPartOfWeights()) {
        taken.parts.put(layer.adapter(), take(owner, layer, source));
      }
    }
    return taken;
  }

  private static Part take(NDManager owner, AdaptedLinear layer, Source source) throws IOException {
    NDArray down = layer.down.array();
    NDArray up = layer.up.array();
    try (NDManager scope = owner.newSubManager()) {
      DMatrixRMaj rest = matrix(layer.dense.weight(scope));
      AdapterInitialisation start = source.of(layer.adapter(), rest);
      start.subtractFrom(rest, layer.adapter().scale());
      layer.dense.setWeight(array(rest, scope));
      set(down, start.down());
      set(up, start.up());
    }
    return new Part(copy(owner, down), copy(owner, up));
  }

  /** Returns A0 and B0 by their names in files; none where adapters take over nothing. */
  Map<String, NDArray> arrays() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    parts.forEach(
        (adapter, part) -> {
          arrays.put(initialDown(adapter), part.down());
          arrays.put(initialUp(adapter), part.up());
        });
    return arrays;
  }

  /**
   * Compares a file's parts with these.
   *
   * @throws CheckpointException when they are not the same, bit by bit
   */
  void requireSame(SafetensorsFile file) throws IOException {
    for (Map.Entry<String, NDArray> part : arrays().entrySet()) {
      if (!file.floats(part.getKey()).equals(FloatBuffer.wrap(part.getValue().toFloatArray()))) {
        throw new CheckpointException(
            file.file(),
            "tensor '"
                + part.getKey()
                + "' differs: its adapters took over another part of the pretrained weights");
      }
    }
  }

  /**
   * Returns what was trained in a form that goes with the unchanged pretrained weights: an
   * adapter's matrices are {@code [A; A0]} and {@code [B, -B0]}, of twice the rank, since {@code B
   * A - B0 A0} is what was learnt.
   *
   * @param owner of arrays made for this
   * @param trained values by name
   */
  Map<String, NDArray> besidePretrained(NDManager owner, Map<String, NDArray> trained) {
    Map<String, NDArray> arrays = new LinkedHashMap<>(trained);
    parts.forEach(
        (adapter, part) -> {
          arrays.computeIfPresent(
              adapter.down().name(), (name, a) -> joined(owner, a, part.down(), 0));
          try (NDArray negative = part.up().neg()) {
            arrays.computeIfPresent(
                adapter.up().name(), (name, b) -> joined(owner, b, negative, 1));
          }
        });
    return arrays;
  }

  private static NDArray joined(NDManager owner, NDArray one, NDArray other, int axis) {
    NDArray joined = one.concat(other, axis);
    joined.attach(owner);
    return joined;
  }

  private static NDArray copy(NDManager owner, NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(owner);
    return copy;
  }

  private static DMatrixRMaj read(SafetensorsFile file, String name) throws IOException {
    if (!file.contains(name) || file.shape(name).length != 2) {
      throw new CheckpointException(
          file.file(), "has no matrix '" + name + "', which its adapter started from");
    }
    return matrix(file.floats(name), new Shape(file.shape(name)));
  }

  private static DMatrixRMaj matrix(NDArray array) {
    return matrix(FloatBuffer.wrap(array.toFloatArray()), array.getShape());
  }

  private static DMatrixRMaj matrix(FloatBuffer values, Shape shape) {
    DMatrixRMaj matrix = new DMatrixRMaj((int) shape.get(0), (int) shape.get(1));
    for (int i = 0; i < matrix.data.length; i++) {
      matrix.data[i] = values.get();
    }
    return matrix;
  }

  private static void set(NDArray target, DMatrixRMaj values) {
    try (NDArray copy = array(values, target.getManager())) {
      copy.copyTo(target);
    }
  }

  private static NDArray array(DMatrixRMaj values, NDManager owner) {
    FloatBuffer single = FloatBuffer.allocate(values.data.length);
    for (double value : values.data) {
      single.put((float) value);
    }
    return Tensors.copy(owner, single.flip(), new Shape(values.numRows, values.numCols));
  }
}
