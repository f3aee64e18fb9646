package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.launch.WorkerSettings;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole experiments in places that cannot be written, or not for long. */
@Tag("slow")
class DiskFaultsTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path folder;
  private SmokeTrials material;

  @BeforeEach
  void prepare() throws IOException {
    material = SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "limits files in blocks of 512 bytes")
  void aTrialThatCannotWriteFailsAndTheOthersRun() throws Exception {
    // 256 KiB: room for the linear probe's files, and not for those of full fine-tuning.
    Path limited = folder.resolve("limited-java");
    Files.writeString(limited, "#!/bin/sh\nulimit -f 512\nexec \"" + JAVA + "\" \"$@\"\n");
    Files.setPosixFilePermissions(limited, PosixFilePermissions.fromString("rwxr-xr-x"));

    ExperimentResults results = run(limited, folder.resolve("work"), folder.resolve("report"));

    assertThat(results.trials())
        .extracting(TrialResult::status)
        .containsExactly(TrialStatus.FAILED, TrialStatus.COMPLETED);
    assertThat(results.trials().get(0).message())
        .get()
        .asString()
        .contains("checkpoints", "cannot be written", "-Dvitlora.work names another place");
    assertNothingHalfWritten(folder.resolve("work/smoke/full-seed1"));
    assertThat(ResultStore.readExperiment(folder.resolve("report/results.json")))
        .isEqualTo(results);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "fills a tmpfs")
  void aFullDiskFailsTheTrialsThatNeedMoreRoom() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    int mounted = command("mount", "-t", "tmpfs", "-o", "size=220k", "tmpfs", disk.toString());
    assumeTrue(mounted == 0, "this user may not mount a file system");
    try {
      ExperimentResults results = run(JAVA, disk.resolve("work"), folder.resolve("report"));

      assertThat(results.trials())
          .extracting(TrialResult::status)
          .containsExactly(TrialStatus.FAILED, TrialStatus.COMPLETED);
      assertThat(results.trials().get(0).message())
          .get()
          .asString()
          .contains(disk.toString(), "the disk is full", "-Dvitlora.work names another place");
      assertNothingHalfWritten(disk.resolve("work/smoke/full-seed1"));

      assertThatThrownBy(() -> run(JAVA, folder.resolve("work"), disk.resolve("report")))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              disk.resolve("report").toString(), "the disk is full", "-Dvitlora.reports names");
      assertThat(disk).isDirectoryNotContaining(file -> file.toString().contains("report"));
    } finally {
      command("umount", disk.toString());
    }
  }

  @Test
  void aFileInThePlaceOfTheWorkingFolderIsSaidBeforeAnythingRuns() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "mine");

    assertThatThrownBy(() -> run(JAVA, file, folder.resolve("report")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "-Dvitlora.work names another place");
    assertThat(file).hasContent("mine");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has other permissions")
  void foldersThatMayNotBeWrittenAreSaidBeforeAnythingRuns() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "this user may write everywhere");

    assertThatThrownBy(() -> run(JAVA, closed.resolve("work"), folder.resolve("report")))
        .hasMessageContainingAll(closed.toString(), "permissions", "-Dvitlora.work names");
    assertThatThrownBy(() -> run(JAVA, folder.resolve("work"), closed.resolve("report")))
        .hasMessageContainingAll(closed.toString(), "permissions", "-Dvitlora.reports names");
  }

  private ExperimentResults run(Path java, Path work, Path report)
      throws IOException, InterruptedException {
    SourceSettings sources = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);
    WorkerSettings usual = SmokeWorkers.settings(sources.cache());
    WorkerSettings settings =
        new WorkerSettings(
            java,
            usual.classPath(),
            usual.jvmArguments(),
            usual.nativeCache(),
            usual.patience(),
            usual.job());
    return new ExperimentRun(
            new Workers(settings), new Sources(sources), work, new SilentListener())
        .run(experiment(), TrialSelection.ALL, report);
  }

  private Experiment experiment() {
    Trial pattern = material.of(new Regime.FullFineTuning(), 1);
    return new Experiment(
        "smoke",
        "",
        pattern.model(),
        pattern.dataset(),
        pattern.training(),
        List.of(1L),
        List.of(new Regime.FullFineTuning(), new Regime.LinearProbe()),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static int command(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Logs and results aside. */
  private static void assertNothingHalfWritten(Path trial) throws IOException {
    try (Stream<Path> files = Files.walk(trial)) {
      assertThat(files).noneMatch(file -> file.toString().contains(".safetensors"));
    }
  }
}
