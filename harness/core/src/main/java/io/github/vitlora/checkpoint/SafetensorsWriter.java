package io.github.vitlora.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes safetensors files. The same tensors in the same order give the same bytes. The file
 * appears under its name only once it is whole.
 */
public final class SafetensorsWriter {
  private static final int CHUNK_BYTES = 1 << 20;

  private final TensorType type;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private record Tensor(long[] shape, long elements, Supplier<FloatBuffer> values) {}

  /**
   * Starts an empty file.
   *
   * @param type the element type of all tensors, one of at most 32 bits; values are rounded to
   *     nearest even
   * @throws IllegalArgumentException if it is another
   */
  public SafetensorsWriter(TensorType type) {
    if (!type.isReal() || type.bytes() > Float.BYTES) {
      throw new IllegalArgumentException("weights are not written as " + type);
    }
    this.type = type;
    metadata.put("format", "pt");
  }

  /** Adds free text to the header. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds a tensor.
   *
   * @param name its name
   * @param shape its dimensions
   * @param values its values, row by row; asked for when the file is written
   * @throws IllegalArgumentException when there is one of this name already
   */
  public SafetensorsWriter tensor(String name, long[] shape, Supplier<FloatBuffer> values) {
    long elements = 1;
    for (long dimension : shape) {
      elements = Math.multiplyExact(elements, dimension);
    }
    if (tensors.putIfAbsent(name, new Tensor(shape.clone(), elements, values)) != null) {
      throw new IllegalArgumentException("two tensors named '" + name + "'");
    }
    return this;
  }

  /**
   * Writes the file, replacing an older one at once.
   *
   * @return its size in bytes
   * @throws IOException when it cannot be written; an older file is then untouched
   */
  public long write(Path file) throws IOException {
    try {
      AtomicFile.write(file, this::writeTo);
      return Files.size(file);
    } catch (IOException e) {
      throw new UnwritableException(file, e);
    }
  }

  private void writeTo(FileChannel channel) throws IOException {
    AtomicFile.writeAll(channel, start(header()));
    // Not a mapped file: where the disk is full, writing to one ends in a signal.
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      FloatBuffer values = values(entry.getKey(), entry.getValue());
      while (values.hasRemaining()) {
        fill(chunk.clear(), values);
        AtomicFile.writeAll(channel, chunk.flip());
      }
    }
  }

  private static FloatBuffer values(String name, Tensor tensor) {
    FloatBuffer values = tensor.values().get();
    if (values.remaining() != tensor.elements()) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' has " + values.remaining() + " values for its shape");
    }
    return values;
  }

  /** Moves as many values as there is room for. */
  private void fill(ByteBuffer chunk, FloatBuffer values) {
    int count = Math.min(values.remaining(), chunk.remaining() / type.bytes());
    switch (type) {
      case F32 -> {
        chunk.asFloatBuffer().put(values.slice(values.position(), count));
        chunk.position(chunk.position() + count * type.bytes());
        values.position(values.position() + count);
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          chunk.putShort(HalfPrecision.toFloat16(values.get()));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          chunk.putShort(HalfPrecision.toBfloat16(values.get()));
        }
      }
      default -> throw new IllegalStateException("refused when the file was begun: " + type);
    }
  }

  /** Returns a header's length and JSON, padded with blanks to a multiple of eight bytes. */
  static ByteBuffer start(ObjectNode header) {
    byte[] json = Json.bytes(header);
    int length = (json.length + 7) / 8 * 8;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return ByteBuffer.allocate(8 + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(padded)
        .flip();
  }

  private ObjectNode header() {
    ObjectNode root = Json.strict().createObjectNode();
    ObjectNode meta = root.putObject(SafetensorsFile.METADATA);
    metadata.forEach(meta::put);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = offset + tensor.elements() * type.bytes();
      ObjectNode node = root.putObject(entry.getKey()).put("dtype", type.name());
      var shape = node.putArray("shape");
      for (long dimension : tensor.shape()) {
        shape.add(dimension);
      }
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return root;
  }
}
