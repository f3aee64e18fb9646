package io.github.vitlora.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void givesBackWhatWasWritten(TensorType type) throws IOException {
    // Exact in all three types.
    float[] values = {0f, -0f, 1f, -2.5f, 0x1p-14f, Float.POSITIVE_INFINITY};
    Path file = folder.resolve("größe 1.safetensors");

    long size =
        new SafetensorsWriter(type)
            .metadata("made", "by a test")
            .tensor("a", new long[] {2, 3}, () -> FloatBuffer.wrap(values))
            .tensor("scalar", new long[0], () -> FloatBuffer.wrap(new float[] {7}))
            .tensor("empty", new long[] {0, 4}, () -> FloatBuffer.wrap(new float[0]))
            .write(file);

    assertThat(file).hasSize(size);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.names()).containsExactly("a", "scalar", "empty");
      assertThat(read.metadata()).containsEntry("made", "by a test").containsEntry("format", "pt");
      assertThat(read.type("a")).isEqualTo(type);
      assertThat(read.shape("a")).containsExactly(2, 3);
      assertThat(floats(read, "a")).containsExactly(values);
      assertThat(floats(read, "scalar")).containsExactly(7);
      assertThat(floats(read, "empty")).isEmpty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("no temporary file is left").containsExactly(file);
    }
  }

  @Test
  void writesTheSameBytesEachTime() throws IOException {
    for (String name : new String[] {"one", "two"}) {
      new SafetensorsWriter(TensorType.F32)
          .tensor("x", new long[] {3}, () -> FloatBuffer.wrap(new float[] {1, 2, 3}))
          .write(folder.resolve(name));
    }

    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }

  @Test
  void doublesAreRoundedToTheNearestFloat() throws IOException {
    double[] values = {0.1, -1.0 / 3, 1 + 0x1p-24, 1 + 0x1.8p-24, 0x1p-149};
    Path file =
        one("F64", 5, bytes -> Arrays.stream(values).forEach(bytes::putDouble), Double.BYTES);

    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(floats(read, "x"))
          .containsExactly(0.1f, -1f / 3, 1f, 1 + 0x1p-23f, Float.MIN_VALUE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "I64, 8", "I32, 4", "I16, 2", "I8, 1", "U64, 8", "U32, 4", "U16, 2", "U8, 1", "BOOL, 1"
  })
  void integersAreKnownButNoWeights(TensorType type, int width) throws IOException {
    Path file = one(type.name(), 3, bytes -> {}, width);

    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.type("x")).isEqualTo(type);
      assertThatThrownBy(() -> read.floats("x"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("tensor 'x' is of integers (" + type + ")");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new SafetensorsWriter(type));
  }

  private Path one(String type, int elements, Consumer<ByteBuffer> values, int width)
      throws IOException {
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[0,%s]}}"
            .formatted(type, elements, elements * width);
    byte[] content = file(header, elements * width);
    ByteBuffer data = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    values.accept(data.position(content.length - elements * width));
    return Files.write(folder.resolve("one.safetensors"), content);
  }

  static Stream<Arguments> malformed() {
    String one = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    return Stream.of(
        Arguments.of(new byte[3], "cut short"),
        Arguments.of(file(-1, "", 0), "not a safetensors file"),
        Arguments.of(file(Long.MAX_VALUE, "", 0), "not a safetensors file"),
        Arguments.of(file(50_000_000, "{}", 0), "cut short"),
        Arguments.of(file("{\"x\":", 0), "not well-formed JSON"),
        Arguments.of(file("[1]", 0), "not a JSON object"),
        Arguments.of(file("{} {}", 0), "not well-formed JSON"),
        Arguments.of(file(one, 4), "is cut short: its tensors take 8 bytes, the file has 4"),
        Arguments.of(file(one, 12), "surplus data"),
        Arguments.of(file(one.replace("F32", "C32"), 8), "'x' has type \"C32\"; readable types"),
        Arguments.of(
            file(one.replace("F32", "F8_E4M3"), 8), "'x' is quantised to F8_E4M3, from which"),
        Arguments.of(file(one.replace("[2]", "[3]"), 8), "'x' lies at offsets [0,8]"),
        Arguments.of(file(one.replace("[2]", "[-2]"), 8), "'x' has the shape [-2]"),
        Arguments.of(file(one.replace("[2]", "2"), 8), "'x' has no shape"),
        Arguments.of(file(one.replace("[2]", "[4611686018427387904,4]"), 8), "'x' is too large"),
        Arguments.of(file(one.replace("[0,8]", "[8,0]"), 8), "'x' lies at offsets [8,0]"),
        Arguments.of(file(one.replace("[0,8]", "[0]"), 8), "'x' has no pair of data offsets"),
        Arguments.of(file(one.replace("[0,8]", "[8,16]"), 16), "overlaps or has a gap"),
        Arguments.of(
            file(
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                    + "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                12),
            "'y' begins at offset 4 where 8 is expected"),
        Arguments.of(
            file(
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                    + "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                8),
            "not well-formed JSON: Duplicate field 'x'"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesMalformedFiles(byte[] content, String problem) throws IOException {
    Path file = Files.write(folder.resolve("bad.safetensors"), content);

    assertThatThrownBy(() -> SafetensorsFile.open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  private static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8).length, header, dataBytes);
  }

  private static byte[] file(long headerBytes, String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerBytes)
        .put(text)
        .array();
  }

  private static float[] floats(SafetensorsFile file, String name) throws IOException {
    FloatBuffer buffer = file.floats(name);
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
