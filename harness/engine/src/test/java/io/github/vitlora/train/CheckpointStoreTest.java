package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.optimizer.TrainableState;
import io.github.vitlora.testing.FullDisk;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

  @Test
  void aFullDiskIsSaidAndLeavesTheStateBefore() throws IOException {
    try (FullDisk disk = FullDisk.of(60_000)) {
      CheckpointStore store =
          new CheckpointStore(disk.folder().resolve("checkpoints"), "mine", Duration.ZERO);
      store.save(after(1), state(1_000));
      List<Path> before = disk.files();

      assertThatThrownBy(() -> store.save(after(2), state(20_000)))
          .isInstanceOf(UnwritableException.class)
          .hasMessageContainingAll(disk.folder().toString(), "the disk is full");

      assertThat(before).hasSize(1);
      assertThat(disk.files()).isEqualTo(before);
    }
  }

  @Test
  void aFileInTheWayIsSaid() throws IOException {
    try (FullDisk disk = FullDisk.of(60_000)) {
      Path inTheWay = Files.createDirectories(disk.folder()).resolve("checkpoints");
      Files.writeString(inTheWay, "a file");

      assertThatThrownBy(
              () -> new CheckpointStore(inTheWay, "mine", Duration.ZERO).save(after(1), state(10)))
          .isInstanceOf(UnwritableException.class)
          .hasMessageContainingAll(inTheWay.toString(), "is in the way");
    }
  }

  @Test
  void whatAKilledProcessHadBegunToWriteIsRemoved(@TempDir Path folder) throws IOException {
    Path states = Files.createDirectories(folder.resolve("checkpoints"));
    Files.writeString(states.resolve("unnamed.safetensors"), "whole, but not yet named");
    Files.writeString(states.resolve(".unnamed.safetensors." + UUID.randomUUID() + ".tmp"), "half");
    CheckpointStore store = new CheckpointStore(states, "mine", Duration.ZERO);

    assertThat(store.resume(state(10))).isEmpty();
    assertThat(states).isEmptyDirectory();

    store.save(after(1), state(10));
    Files.writeString(states.resolve(".search.json." + UUID.randomUUID() + ".tmp"), "half");
    Files.writeString(states.resolve(".unnamed.safetensors." + UUID.randomUUID() + ".tmp"), "half");
    store.clear();
    assertThat(states).doesNotExist();
  }

  /** A trial's recipe was changed after it had come far: the new training begins at step 1. */
  @Test
  void statesOfAnotherRecipeDoNotCrowdOutThoseOfThis(@TempDir Path folder) throws IOException {
    CheckpointStore before = new CheckpointStore(folder, "before", Duration.ZERO);
    before.save(after(900), state(10));
    before.save(after(1_000), state(10));
    CheckpointStore now = new CheckpointStore(folder, "now", Duration.ZERO);
    assertThat(now.resume(state(10))).isEmpty();

    now.save(after(1), state(10));
    now.save(after(2), state(10));
    now.save(after(3), state(10));

    assertThat(now.resume(state(10))).map(TrainingPosition::steps).contains(3L);
    assertThat(folder)
        .isDirectoryContaining("glob:**/step-2-*")
        .isDirectoryNotContaining("glob:**/step-1-*")
        .isDirectoryNotContaining("glob:**/step-900-*")
        .isDirectoryNotContaining("glob:**/step-1000-*");
  }

  @Test
  void filesOfOthersOutliveTheStates(@TempDir Path folder) throws IOException {
    CheckpointStore store = new CheckpointStore(folder, "mine", Duration.ZERO);
    store.save(after(1), state(10));
    Path note = Files.writeString(folder.resolve("note.txt"), "mine");

    store.clear();

    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(note));
    assertThat(note).exists();
  }

  private static TrainingPosition after(long steps) {
    return new TrainingPosition(steps, 1, (int) steps, EpochSums.NONE, 0, 0, 0, List.of());
  }

  private static TrainableState state(int elements) {
    return new TrainableState() {
      @Override
      public void write(SafetensorsWriter writer) {
        writer.tensor("w", new long[] {elements}, () -> FloatBuffer.allocate(elements));
      }

      @Override
      public void read(SafetensorsFile saved) {}
    };
  }
}
