package io.github.vitlora.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint in two files, as the transformers library splits a large one. */
class ShardedCheckpointTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path folder;
  private Path repository;

  @BeforeEach
  void write() throws IOException {
    repository = Files.createDirectories(folder.resolve("hub/o/r"));
    new SafetensorsWriter(TensorType.F32)
        .tensor("b", new long[] {2}, () -> FloatBuffer.wrap(new float[] {1, 2}))
        .tensor("a", new long[] {1, 1}, () -> FloatBuffer.wrap(new float[] {3}))
        .write(repository.resolve("model-00001-of-00002.safetensors"));
    new SafetensorsWriter(TensorType.BF16)
        .tensor("c", new long[] {3}, () -> FloatBuffer.wrap(new float[] {4, 5, 6}))
        .write(repository.resolve("model-00002-of-00002.safetensors"));
    index("a", 1, "b", 1, "c", 2);
  }

  private void index(Object... shards) throws IOException {
    StringBuilder map = new StringBuilder();
    for (int i = 0; i < shards.length; i += 2) {
      map.append(i == 0 ? "" : ",")
          .append("\"%s\":\"model-%05d-of-00002.safetensors\"".formatted(shards[i], shards[i + 1]));
    }
    Files.writeString(
        repository.resolve(INDEX),
        "{\"metadata\":{\"total_size\":18},\"weight_map\":{%s}}".formatted(map));
  }

  private Sources sources() {
    return new Sources(
        new SourceSettings(
            folder.resolve("cache"), Optional.of(folder.resolve("hub").toString()), true));
  }

  private Path resolve() {
    return sources().resolve("hf:o/r/" + INDEX, Optional.empty());
  }

  @Test
  void itsShardsAreReadAsOne() throws IOException {
    Path joined = resolve();

    assertThat(joined).hasFileName("model.safetensors").startsWith(folder.resolve("cache"));
    try (SafetensorsFile file = SafetensorsFile.open(joined)) {
      assertThat(file.names()).containsExactly("b", "a", "c");
      assertThat(file.type("c")).isEqualTo(TensorType.BF16);
      assertThat(file.shape("a")).containsExactly(1, 1);
      assertThat(file.floats("a").get()).isEqualTo(3);
      assertThat(file.floats("b").get(1)).isEqualTo(2);
      assertThat(file.floats("c").get(2)).isEqualTo(6);
      assertThat(file.metadata()).containsEntry("format", "pt");
    }
    assertThat(resolve()).as("made once").isEqualTo(joined);
    assertThat(sources().resolve(repository.resolve(INDEX).toUri().toString(), Optional.empty()))
        .as("the same of a local file")
        .isEqualTo(joined);
  }

  @Test
  void anotherShardGivesAnotherFile() throws IOException {
    Path before = resolve();
    new SafetensorsWriter(TensorType.BF16)
        .tensor("c", new long[] {3}, () -> FloatBuffer.wrap(new float[] {4, 5, 7}))
        .write(repository.resolve("model-00002-of-00002.safetensors"));

    assertThat(resolve()).isNotEqualTo(before);
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Files.delete(repository.resolve("model-00002-of-00002.safetensors"));

    assertThatThrownBy(this::resolve)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("hf:o/r/model-00002-of-00002.safetensors")
        .hasMessageContaining("has no such file");
  }

  @Test
  void shardsThatDifferFromTheirIndexAreRefused() throws IOException {
    index("a", 1, "b", 1, "c", 2, "d", 2);
    assertThatThrownBy(this::resolve)
        .hasMessageContaining("'d' lies in model-00002-of-00002.safetensors, which has it not");

    index("a", 2, "b", 1, "c", 2);
    assertThatThrownBy(this::resolve)
        .hasMessageContaining("has the tensor 'a', which by " + INDEX + " lies in model-00002");

    Files.writeString(repository.resolve(INDEX), "{\"weight_map\":{\"a\":\"../a.safetensors\"}}");
    assertThatThrownBy(this::resolve).hasMessageContaining("no name of a file beside it");

    Files.writeString(repository.resolve(INDEX), "{}");
    assertThatThrownBy(this::resolve).hasMessageContaining("has no weight_map");
  }
}
