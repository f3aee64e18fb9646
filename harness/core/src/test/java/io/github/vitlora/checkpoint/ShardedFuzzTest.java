package io.github.vitlora.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.Corpus;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.JsonEdits;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in an index, it is refused or names files that lie beside it. */
class ShardedFuzzTest {
  @TempDir Path folder;

  private record Index(Path file) implements Subject<List<String>> {
    @Override
    public void prepare(byte[] input) throws IOException {
      Files.write(file, input);
    }

    @Override
    public Optional<List<String>> read(byte[] input) throws IOException {
      try {
        List<String> shards = new ShardedCheckpoint(file).shards();
        assertThat(shards)
            .isNotEmpty()
            .doesNotHaveDuplicates()
            .allSatisfy(
                name -> assertThat(file.resolveSibling(name).normalize()).hasFileName(name));
        return Optional.of(shards);
      } catch (CheckpointException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        return Optional.empty();
      }
    }
  }

  @Test
  void anyIndexIsReadOrRefused() throws Exception {
    List<byte[]> indices = Corpus.of(ShardedFuzzTest.class, "index");
    JsonEdits edits = new JsonEdits(indices);

    Outcome outcome =
        Fuzzing.run(
            new Index(folder.resolve("fuzzed.safetensors.index.json")),
            indices,
            random -> JsonEdits.text(random, edits.tree(random)),
            3_000,
            new Allowance(96 << 10, 64));

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }
}
