package io.github.vitlora.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.io.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a safetensors file: eight bytes of header length (little endian), a JSON header of names,
 * types, shapes and offsets, then the data (format of the safetensors project, 0.4). Only the
 * header is read at once; tensors are mapped when they are asked for.
 *
 * <p>The header is checked whole before any tensor is: known types, shapes that agree with their
 * byte ranges, ranges inside the file that neither overlap nor leave gaps.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** The name in a header that is no tensor's. */
  static final String METADATA = "__metadata__";

  /** The reference implementation has the same bound. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final Path file;
  private final FileChannel channel;
  private final long dataStart;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  /**
   * An entry says where a tensor lies.
   *
   * @param type element type
   * @param shape dimensions; empty for a scalar
   * @param begin offset of its first byte in the data
   * @param end offset after its last byte in the data
   */
  record Entry(TensorType type, List<Long> shape, long begin, long end) {}

  private SafetensorsFile(
      Path file,
      FileChannel channel,
      long dataStart,
      Map<String, Entry> entries,
      Map<String, String> metadata) {
    this.file = file;
    this.channel = channel;
    this.dataStart = dataStart;
    this.entries = Collections.unmodifiableMap(entries);
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws CheckpointException when it is not a well-formed safetensors file of known types
   * @throws IOException when it cannot be read
   */
  public static SafetensorsFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return read(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SafetensorsFile read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer start =
        read(file, channel, 0, (int) Math.min(ForeignFile.LOOKED_AT, channel.size()));
    if (size <= 8 || start.get(8) != '{' || start.getLong(0) > MAX_HEADER_BYTES) {
      Optional<String> foreign = new ForeignFile(file, start.array(), size).description();
      if (foreign.isPresent()) {
        throw new CheckpointException(file, foreign.get());
      }
    }
    if (size < 8) {
      throw new CheckpointException(
          file, "is cut short: " + size + " bytes, where the header length alone takes 8");
    }
    long headerBytes = start.getLong(0);
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw new CheckpointException(
          file, "is not a safetensors file: its header would be " + headerBytes + " bytes long");
    }
    if (headerBytes > size - 8) {
      throw new CheckpointException(
          file,
          "is cut short: the header takes %s bytes, the file has %s; fetch or copy it again"
              .formatted(headerBytes, size - 8));
    }
    JsonNode header = parse(file, read(file, channel, 8, (int) headerBytes).array());
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        field.getValue().properties().forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
      } else {
        entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
      }
    }
    long dataStart = 8 + headerBytes;
    checkLayout(file, entries, size - dataStart);
    return new SafetensorsFile(file, channel, dataStart, entries, metadata);
  }

  /** Reads bytes without a mapping, which would hold a file that is refused. */
  private static ByteBuffer read(Path file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new CheckpointException(file, "was cut short while it was read");
      }
    }
    return bytes.flip();
  }

  private static JsonNode parse(Path file, byte[] json) throws CheckpointException {
    try {
      JsonNode header = Json.strict().readTree(json);
      if (!header.isObject()) {
        throw new CheckpointException(file, "its header is not a JSON object");
      }
      return header;
    } catch (CheckpointException e) {
      throw e;
    } catch (JsonProcessingException e) {
      throw new CheckpointException(
          file, "its header is not well-formed JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(file, "its header is not UTF-8 JSON", e);
    }
  }

  private static Entry entry(Path file, String name, JsonNode json) throws CheckpointException {
    String where = "tensor '" + name + "' ";
    JsonNode dtype = json.path("dtype");
    Optional<TensorType> type = TensorType.named(dtype.asText());
    if (type.isEmpty()) {
      boolean quantised = dtype.asText().matches("F[468](_.*)?");
      throw new CheckpointException(
          file,
          quantised
              ? where
                  + "is quantised to %s, from which nothing is trained here: take the checkpoint in F32, F16 or BF16"
                      .formatted(dtype.asText())
              : where + "has type " + dtype + "; readable types are " + TensorType.names());
    }
    List<Long> shape = new ArrayList<>();
    long bytes = type.get().bytes();
    if (!json.path("shape").isArray()) {
      throw new CheckpointException(file, where + "has no shape");
    }
    for (JsonNode dimension : json.path("shape")) {
      if (!dimension.isIntegralNumber()
          || !dimension.canConvertToLong()
          || dimension.asLong() < 0) {
        throw new CheckpointException(file, where + "has the shape " + json.path("shape"));
      }
      shape.add(dimension.asLong());
      try {
        bytes = Math.multiplyExact(bytes, dimension.asLong());
      } catch (ArithmeticException e) {
        throw new CheckpointException(file, where + "is too large: " + json.path("shape"), e);
      }
    }
    JsonNode offsets = json.path("data_offsets");
    if (!offsets.isArray()
        || offsets.size() != 2
        || !offsets.get(0).canConvertToLong()
        || !offsets.get(1).canConvertToLong()
        || !offsets.get(0).isIntegralNumber()
        || !offsets.get(1).isIntegralNumber()) {
      throw new CheckpointException(file, where + "has no pair of data offsets");
    }
    long begin = offsets.get(0).asLong();
    long end = offsets.get(1).asLong();
    if (begin < 0 || end < begin || end - begin != bytes) {
      throw new CheckpointException(
          file,
          "%slies at offsets %s, but its shape %s takes %s bytes"
              .formatted(where, offsets, shape, bytes));
    }
    return new Entry(type.get(), List.copyOf(shape), begin, end);
  }

  private static void checkLayout(Path file, Map<String, Entry> entries, long dataBytes)
      throws CheckpointException {
    List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
    ordered.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long position = 0;
    for (Map.Entry<String, Entry> next : ordered) {
      Entry entry = next.getValue();
      if (entry.begin() != position) {
        throw new CheckpointException(
            file,
            "tensor '%s' begins at offset %s where %s is expected: data overlaps or has a gap"
                .formatted(next.getKey(), entry.begin(), position));
      }
      position = entry.end();
    }
    if (position != dataBytes) {
      throw new CheckpointException(
          file,
          "%s: its tensors take %s bytes, the file has %s; fetch or copy it again"
              .formatted(
                  position > dataBytes ? "is cut short" : "has surplus data", position, dataBytes));
    }
  }

  /** Returns the path that was opened. */
  public Path file() {
    return file;
  }

  /** Returns the names of the tensors in the header's order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Returns the free text that the writer left in the header. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Returns whether there is a tensor of this name. */
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * Returns the dimensions of a tensor.
   *
   * @throws IllegalArgumentException when there is no tensor of this name
   */
  public long[] shape(String name) {
    return entryOf(name).shape().stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Returns the element type of a tensor.
   *
   * @throws IllegalArgumentException when there is no tensor of this name
   */
  public TensorType type(String name) {
    return entryOf(name).type();
  }

  /**
   * Returns the values of a tensor, row by row, in single precision: a view of the file for F32,
   * converted values otherwise.
   *
   * @throws IllegalArgumentException when there is no tensor of this name
   * @throws CheckpointException when it has more values than a buffer can hold, or integers
   */
  public FloatBuffer floats(String name) throws IOException {
    Entry entry = entryOf(name);
    long length = entry.end() - entry.begin();
    if (length > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(file, "tensor '" + name + "' is larger than 2 GiB");
    }
    ByteBuffer data =
        channel
            .map(FileChannel.MapMode.READ_ONLY, dataStart + entry.begin(), length)
            .order(ByteOrder.LITTLE_ENDIAN);
    return switch (entry.type()) {
      case F32 -> data.asFloatBuffer();
      case F16 -> widened(data.asShortBuffer(), HalfPrecision::fromFloat16);
      case BF16 -> widened(data.asShortBuffer(), HalfPrecision::fromBfloat16);
      case F64 -> narrowed(data.asDoubleBuffer());
      default ->
          throw new CheckpointException(
              file, "tensor '%s' is of integers (%s)".formatted(name, entry.type()));
    };
  }

  /**
   * Adds the tensors to the header of another file.
   *
   * @param base where this file's data begin in the other's
   * @return where they end
   */
  long describe(ObjectNode header, long base) {
    long end = base;
    for (Map.Entry<String, Entry> tensor : entries.entrySet()) {
      Entry entry = tensor.getValue();
      ObjectNode node = header.putObject(tensor.getKey()).put("dtype", entry.type().name());
      ArrayNode shape = node.putArray("shape");
      entry.shape().forEach(shape::add);
      node.putArray("data_offsets").add(base + entry.begin()).add(base + entry.end());
      end = Math.max(end, base + entry.end());
    }
    return end;
  }

  /** Writes the data of all tensors, as they lie in the file. */
  void copyData(FileChannel out) throws IOException {
    long position = dataStart;
    while (position < channel.size()) {
      position += channel.transferTo(position, channel.size() - position, out);
    }
  }

  private interface Widening {
    float apply(short bits);
  }

  private static FloatBuffer widened(ShortBuffer source, Widening widening) {
    FloatBuffer target = FloatBuffer.allocate(source.remaining());
    while (source.hasRemaining()) {
      target.put(widening.apply(source.get()));
    }
    return target.flip();
  }

  private static FloatBuffer narrowed(DoubleBuffer source) {
    FloatBuffer target = FloatBuffer.allocate(source.remaining());
    while (source.hasRemaining()) {
      target.put((float) source.get());
    }
    return target.flip();
  }

  private Entry entryOf(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          file + " has no tensor '" + name + "'; it has " + Arrays.toString(names().toArray()));
    }
    return entry;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
