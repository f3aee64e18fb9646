package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFolderTest {
  private static final int PLANE = 32 * 32;

  @TempDir private Path folder;

  private Dataset open() {
    DatasetOrigin origin = new DatasetOrigin.Cifar(folder.toString(), Optional.empty());
    return Dataset.open(
        new DatasetSpec(
            origin,
            origin.trainSplit(),
            origin.testSplit(),
            0,
            DatasetSpec.Limit.NONE,
            new TransformSpec(32, 32, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            Optional.empty()),
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true)));
  }

  /** An image a label, red by 1, green by 2 and blue by 3 everywhere. */
  private static byte[] records(int... labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int label : labels) {
      bytes.write(label);
      for (int colour = 1; colour <= 3; colour++) {
        byte[] plane = new byte[PLANE];
        Arrays.fill(plane, (byte) colour);
        bytes.writeBytes(plane);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void filesOfASplitAreReadInTheirOrderWithTheirClasses() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "cat\ndog\n\n");
    Files.write(folder.resolve("data_batch_2.bin"), records(1));
    Files.write(folder.resolve("data_batch_1.bin"), records(0, 1));
    Files.write(folder.resolve("test_batch.bin"), records(1, 0));

    Dataset dataset = open();

    assertThat(dataset.classNames()).containsExactly("cat", "dog");
    assertThat(dataset.splits(1).train())
        .extracting(image -> image.image().name())
        .containsExactly("data_batch_1.bin/0", "data_batch_1.bin/1", "data_batch_2.bin/0");
    assertThat(dataset.testImages().get("test_batch.bin/1").decode().pixels())
        .startsWith(1, 2, 3, 1, 2, 3)
        .hasSize(3 * PLANE);
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "cat\ndog\n");
    Files.write(folder.resolve("data_batch_1.bin"), Arrays.copyOf(records(0, 1), 4000));
    Files.write(folder.resolve("test_batch.bin"), records(1, 0));

    assertThatThrownBy(this::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("data_batch_1.bin is no CIFAR-10 file of 2 classes");
  }
}
