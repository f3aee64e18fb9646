package io.github.vitlora.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.Corpus;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.JsonEdits;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file, it is refused as a checkpoint or every tensor of it can be read. */
class SafetensorsFuzzTest {

  /** As many bytes of data as an input has at most. */
  private static final int MOST_DATA = 1 << 14;

  /** Beginnings of files in other formats. */
  private static final List<String> FOREIGN =
      List.of(
          "PK\3\4",
          "\u0080\2",
          "GGUF",
          "\u0093NUMPY",
          "\u0089HDF\r\n\u001a\n",
          "\b\7\u0012",
          "\u001f\u008b",
          "version https://git-lfs.github.com/spec/v1",
          "<html>",
          "{\"weight_map\":",
          "plain text");

  @TempDir Path folder;

  private record Checkpoint(Path file) implements Subject<Long> {
    @Override
    public void prepare(byte[] input) throws IOException {
      Files.write(file, input);
    }

    @Override
    public Optional<Long> read(byte[] input) throws IOException {
      try (SafetensorsFile opened = SafetensorsFile.open(file)) {
        long elements = 0;
        for (String name : opened.names()) {
          long values = product(opened.shape(name));
          if (opened.type(name).isReal()) {
            assertThat(opened.floats(name).remaining()).isEqualTo(values);
          }
          elements += values * opened.type(name).bytes();
        }
        assertThat(elements).isLessThan(input.length);
        return Optional.of(elements);
      } catch (CheckpointException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        return Optional.empty();
      }
    }

    private static long product(long[] shape) {
      long product = 1;
      for (long dimension : shape) {
        product *= dimension;
      }
      return product;
    }
  }

  @Test
  void anyFileIsReadOrRefused() throws Exception {
    List<byte[]> headers = Corpus.of(SafetensorsFuzzTest.class, "safetensors");
    JsonEdits edits = new JsonEdits(headers);

    Outcome outcome =
        Fuzzing.run(
            new Checkpoint(folder.resolve("fuzzed.safetensors")),
            List.of(file(headers.get(0), 32), file(headers.get(1), 24)),
            random -> file(random, edits),
            3_000,
            // A node of JSON takes some 50 bytes and may be written "{}," or "0,".
            new Allowance(96 << 10, 64));

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }

  /** An edited header, and in most cases as much data as it says. */
  private static byte[] file(RandomGenerator random, JsonEdits edits) {
    JsonNode header = edits.tree(random);
    if (random.nextBoolean() && header instanceof ObjectNode object) {
      layOut(object);
    }
    int data = (int) Math.min(MOST_DATA, end(header));
    if (random.nextInt(10) == 0) {
      data = random.nextInt(data + 8);
    }
    byte[] text = JsonEdits.text(random, header);
    byte[] file = file(text, data);
    if (random.nextInt(10) == 0) {
      long length = random.nextLong() >> random.nextInt(64);
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    }
    if (random.nextInt(10) == 0) {
      byte[] mark = FOREIGN.get(random.nextInt(FOREIGN.size())).getBytes(ISO_8859_1);
      System.arraycopy(mark, 0, file, 0, Math.min(mark.length, file.length));
    }
    return file;
  }

  /** Gives every tensor the offsets that fit its shape, where it has one. */
  private static void layOut(ObjectNode header) {
    long position = 0;
    for (JsonNode tensor : header) {
      if (tensor instanceof ObjectNode object && tensor.path("shape").isArray()) {
        long bytes =
            TensorType.named(tensor.path("dtype").asText()).map(TensorType::bytes).orElse(4);
        for (JsonNode dimension : tensor.path("shape")) {
          bytes *= dimension.asLong();
        }
        object.putArray("data_offsets").add(position).add(position + bytes);
        position += bytes;
      }
    }
  }

  private static long end(JsonNode header) {
    long end = 0;
    for (JsonNode tensor : header) {
      end = Math.max(end, tensor.path("data_offsets").path(1).asLong());
    }
    return end;
  }

  private static byte[] file(byte[] header, int dataBytes) {
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }
}
