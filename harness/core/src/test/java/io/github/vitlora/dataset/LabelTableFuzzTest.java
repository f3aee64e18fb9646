package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.LabelTable;
import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.ByteEdits;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import io.github.vitlora.image.Orientation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a table of labels, it can be used or is refused in words. */
class LabelTableFuzzTest {
  /** A line of a dozen bytes is a map of a few strings, a path and an image. */
  private static final Allowance ALLOWANCE = new Allowance(1 << 20, 1_000);

  @TempDir Path folder;

  private record Labels(Path folder, String name) implements Subject<Split> {
    @Override
    public void prepare(byte[] input) throws IOException {
      Files.write(folder.resolve(name), input);
    }

    @Override
    public Optional<Split> read(byte[] input) {
      LabelTable table =
          new LabelTable(
              name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
      try {
        return Optional.of(new LabelTableFormat(folder, table, Orientation.APPLY).read("."));
      } catch (DatasetException refusal) {
        assertThat(refusal.getMessage()).isNotBlank();
        return Optional.empty();
      }
    }

    @Override
    public void use(Split read) {
      for (LabelledImage one : read.images()) {
        assertThat(one.label()).isBetween(0, read.classNames().size() - 1);
        assertThat(((ImageFile) one.image()).file()).startsWithRaw(folder).isNotEqualTo(folder);
      }
    }
  }

  private void run(String name, String... seeds) throws Exception {
    for (int i = 0; i < 3; i++) {
      Files.createFile(folder.resolve(i + ".png"));
    }
    Files.createDirectories(folder.resolve("a"));
    Files.createFile(folder.resolve("a/0.png"));
    List<byte[]> corpus =
        Stream.of(seeds).map(seed -> seed.getBytes(StandardCharsets.UTF_8)).toList();

    Outcome outcome =
        Fuzzing.run(
            new Labels(folder, name),
            corpus,
            random -> ByteEdits.some(random, corpus.get(random.nextInt(corpus.size()))),
            1_000,
            ALLOWANCE);

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }

  @Test
  void anyCsvCanBeUsedOrIsRefused() throws Exception {
    run(
        "labels.csv",
        "image,label\n1.png,cat\n2.png,\"dog, \"\"old\"\"\"\n",
        "id;class;split\r\na/0;1;train\r\n2;2;test\r\n",
        "\uFEFFpath\tlabel\n1.png\tä\n\n2\tb\n");
  }

  @Test
  void anyJsonLinesCanBeUsedOrAreRefused() throws Exception {
    run(
        "metadata.jsonl",
        "{\"file_name\": \"1.png\", \"label\": 3}\n{\"file_name\": \"a/0.png\", \"label\": null}\n",
        "[{\"image\": \"2\", \"label\": \"x\"}, {\"image\": \"1.png\", \"label\": \"y\"}]");
  }
}
