package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.CheckpointException;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Writes arrays in single precision to safetensors files and reads them. */
public final class Tensors {
  private Tensors() {}

  /** Adds an array to a file that is about to be written; its values are read then. */
  public static void write(SafetensorsWriter writer, String name, NDArray array) {
    writer.tensor(
        name,
        array.getShape().getShape(),
        () -> array.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer());
  }

  /**
   * Overwrites an array with a file's tensor, outside of any recording of gradients.
   *
   * @throws CheckpointException when the tensor is missing or has another shape
   */
  public static void read(SafetensorsFile file, String name, NDArray target) throws IOException {
    if (!file.contains(name)) {
      throw new CheckpointException(file.file(), "has no tensor '" + name + "'");
    }
    if (!Arrays.equals(file.shape(name), target.getShape().getShape())) {
      throw new CheckpointException(
          file.file(),
          "tensor '%s' has the shape %s, expected %s"
              .formatted(name, new Shape(file.shape(name)), target.getShape()));
    }
    try (NDArray values = copy(target.getManager(), file.floats(name), target.getShape())) {
      values.copyTo(target);
    }
  }

  /**
   * Copies values into memory that libtorch allocates: its alignment, and with it the order of
   * additions in a vectorised sum, is then the same in every run.
   */
  public static NDArray copy(NDManager manager, FloatBuffer values, Shape shape) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(values.remaining() * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    try (NDArray borrowed = manager.create(bytes, shape, DataType.FLOAT32)) {
      return borrowed.duplicate();
    }
  }
}
