package io.github.vitlora.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A trial that stands still is ended, and says so. */
@Tag("slow")
class HungTrialTest {

  private static final Duration NO_HURRY = Duration.ofMinutes(30);

  @TempDir Path folder;
  private final List<TrialEvent> events = new ArrayList<>();
  private SmokeTrials trials;
  private Duration patience;

  /** Several times what this machine needs to start a JVM, load libtorch and train a little. */
  @BeforeEach
  void prepare() throws Exception {
    trials = SmokeTrials.in(folder);
    long start = System.nanoTime();
    workers(NO_HURRY)
        .train(
            trials.of(new Regime.LinearProbe(), 2),
            new TrialFolder(folder.resolve("calm")),
            event -> {});
    long seconds = 1 + (System.nanoTime() - start) / 1_000_000_000;
    patience = Duration.ofSeconds(Math.max(15, 4 * seconds));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signal that stops a process")
  void aTrialThatHearsNoSignalIsEndedAndGoesOnFromItsCheckpoint() throws Exception {
    Trial trial = withEpochs(60, trials.of(new Regime.LinearProbe(), 1));
    TrialFolder files = new TrialFolder(folder.resolve("stopped"));
    List<ProcessHandle> stopped = new ArrayList<>();

    TrialResult result =
        workers(patience)
            .train(
                trial,
                files,
                event -> {
                  if (event instanceof TrialEvent.Stepped step
                      && step.epoch() == 2
                      && step.step() == 1) {
                    stopped.addAll(SmokeWorkers.signal("-STOP"));
                  }
                });

    assertThat(stopped).hasSize(1).noneMatch(ProcessHandle::isAlive);
    assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(result.failureKind()).contains(FailureKind.HUNG);
    assertThat(result.message())
        .get()
        .asString()
        .contains(
            "did nothing for " + patience.toSeconds() + " s",
            files.log().toString(),
            "-Dvitlora.trialTimeout");
    assertThat(result.epochs()).isNotEmpty();
    assertThat(ResultStore.readTrial(files.result())).isEqualTo(result);

    TrialResult again = workers(NO_HURRY).train(trial, files, events::add);

    assertThat(again.message()).isEmpty();
    assertThat(again.status()).isEqualTo(TrialStatus.COMPLETED);
    assertThat(events).hasAtLeastOneElementOfType(TrialEvent.Resumed.class);
  }

  @Test
  void theLogTellsWhereATrialHung() throws Exception {
    Trial trial = withWeightsOfTheCache(trials.of(new Regime.LinearProbe(), 1));
    TrialFolder files = new TrialFolder(folder.resolve("waiting"));
    Path lock = lockOf(trial);

    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      TrialResult result = workers(patience).train(trial, files, events::add);

      assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
      assertThat(result.failureKind()).contains(FailureKind.HUNG);
      assertThat(result.message())
          .get()
          .asString()
          .contains("did nothing for " + patience.toSeconds() + " s");
    }
    assertThat(files.log()).content().contains("FileLock.holding");
  }

  private static Trial withEpochs(int epochs, Trial trial) {
    return new Trial(
        trial.experiment(),
        trial.model(),
        trial.dataset(),
        trial.training().withEpochs(epochs),
        trial.regime(),
        trial.seed());
  }

  private static Trial withWeightsOfTheCache(Trial trial) {
    String resource = "classpath:io/github/vitlora/testing/SmokeTrials.class";
    return new Trial(
        trial.experiment(),
        new ModelSpec(trial.model().architecture(), resource, Optional.empty()),
        trial.dataset(),
        trial.training(),
        trial.regime(),
        trial.seed());
  }

  /** The lock that a process holds while it copies the trial's weights to the cache. */
  private Path lockOf(Trial trial) throws IOException {
    Path rehearsal = folder.resolve("rehearsal");
    new Sources(new SourceSettings(rehearsal, Optional.empty(), true))
        .resolve(trial.model().weights(), Optional.empty());
    try (Stream<Path> files = Files.walk(rehearsal)) {
      Path lock = files.filter(f -> f.endsWith(".lock")).findFirst().orElseThrow();
      Path same = folder.resolve("cache").resolve(rehearsal.relativize(lock));
      Files.createDirectories(same.getParent());
      return same;
    }
  }

  private Workers workers(Duration patience) {
    return new Workers(SmokeWorkers.settings(folder.resolve("cache"), List.of(), patience));
  }
}
