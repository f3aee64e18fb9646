package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.CheckpointException;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.Weight;
import io.github.vitlora.regime.Regime;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/**
 * The parts {@code s B0 A0} that adapters took over of their layers' weights. They are kept beside
 * what is trained: with them the frozen rest follows from the pretrained weights again, bit by bit.
 */
final class TakenParts {
  private static final String DOWN = ".lora_A.weight";
  private static final String UP = ".lora_B.weight";
  private static final String INITIAL_DOWN = ".lora_A.initial";
  private static final String INITIAL_UP = ".lora_B.initial";

  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  private TakenParts() {}

  /** Where A0 and B0 of a layer come from. */
  interface Source {
    /**
     * Those of one layer.
     *
     * @param layer its name
     * @param weight {@code (out, in)}; stays as it is
     */
    AdapterStart of(String layer, DMatrixRMaj weight) throws IOException;
  }

  /** From decomposing each weight. */
  static Source decomposition(Regime regime) {
    return (layer, weight) -> {
      Regime.Lora lora = (Regime.Lora) regime;
      return AdapterStart.of(
          lora.options().initialisation(), weight, lora.rankOf(layer), lora.scaleOf(layer));
    };
  }

  /** From what was kept of them. */
  static Source kept(SafetensorsFile file) {
    return (layer, weight) ->
        new AdapterStart(read(file, layer + INITIAL_DOWN), read(file, layer + INITIAL_UP));
  }

  /**
   * Lets adapters start: those that take over part of a weight take it away.
   *
   * @param owner of what is kept
   * @param weights of the network, all with their pretrained or random values
   */
  static TakenParts take(NDManager owner, Map<String, Weight> weights, Regime regime, Source source)
      throws IOException {
    TakenParts taken = new TakenParts();
    if (regime instanceof Regime.Lora lora
        && lora.options().initialisation().takesPartOfWeights()) {
      for (String name : weights.keySet()) {
        if (name.endsWith(DOWN)) {
          String layer = name.substring(0, name.length() - DOWN.length());
          taken.take(owner, weights, layer, lora.scaleOf(layer), source);
        }
      }
    }
    return taken;
  }

  private void take(
      NDManager owner, Map<String, Weight> weights, String layer, double scale, Source source)
      throws IOException {
    NDArray frozen = array(weights, layer + ".weight");
    DMatrixRMaj rest = matrix(frozen);
    AdapterStart start = source.of(layer, rest);
    start.subtractFrom(rest, scale);
    set(frozen, rest);
    NDArray down = array(weights, layer + DOWN);
    NDArray up = array(weights, layer + UP);
    set(down, start.down());
    set(up, start.up());
    arrays.put(layer + INITIAL_DOWN, copy(owner, down));
    arrays.put(layer + INITIAL_UP, copy(owner, up));
  }

  /** A0 and B0 by the names they are kept under; none where adapters take over nothing. */
  Map<String, NDArray> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Holds a file's parts against these.
   *
   * @throws CheckpointException when they are not the same, bit by bit
   */
  void requireSame(SafetensorsFile file) throws IOException {
    for (Map.Entry<String, NDArray> part : arrays.entrySet()) {
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
   * An adapter's matrix as it stands beside the pretrained weight, nothing taken from it: {@code
   * [A; A0]} and {@code [B, -B0]}, of twice the rank, since {@code B A - B0 A0} is what was learnt.
   *
   * @param owner of the result
   * @param name of A or B
   * @param trained its values
   */
  NDArray besidePretrained(NDManager owner, String name, NDArray trained) {
    if (name.endsWith(DOWN) && !arrays.isEmpty()) {
      NDArray initial = arrays.get(name.replace(DOWN, INITIAL_DOWN));
      return joined(owner, trained, initial, 0);
    }
    if (name.endsWith(UP) && !arrays.isEmpty()) {
      try (NDArray negative = arrays.get(name.replace(UP, INITIAL_UP)).neg()) {
        return joined(owner, trained, negative, 1);
      }
    }
    return trained;
  }

  private static NDArray joined(NDManager owner, NDArray one, NDArray other, int axis) {
    NDArray joined = one.concat(other, axis);
    joined.attach(owner);
    return joined;
  }

  private static NDArray array(Map<String, Weight> weights, String name) {
    return weights.get(name).parameter().getArray();
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
    FloatBuffer single = FloatBuffer.allocate(values.data.length);
    for (double value : values.data) {
      single.put((float) value);
    }
    try (NDArray copy = Tensors.copy(target.getManager(), single.flip(), target.getShape())) {
      copy.copyTo(target);
    }
  }
}
