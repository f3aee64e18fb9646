package io.github.vitlora.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deaths that a trial's JVM can die, and what is said of each. */
@Tag("slow")
class DyingTrialTest {
  private static final Duration NO_HURRY = Duration.ofMinutes(30);

  @TempDir Path folder;
  private SmokeTrials trials;

  @BeforeEach
  void prepare() throws IOException {
    trials = SmokeTrials.in(folder);
  }

  @Test
  void tooLittleJavaMemoryIsSaidWithTheArgumentThatGivesMore() throws Exception {
    TrialResult result = launch("starved", List.of("-Xmx6m"), event -> {});

    assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(result.failureKind()).contains(FailureKind.OUT_OF_MEMORY);
    assertThat(result.message())
        .get()
        .asString()
        .contains("ran out of Java memory", "-Dvitlora.jvmArgs=-Xmx", "trial.log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-SEGV", "-BUS", "-ILL"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
  void aCrashInNativeCodeIsSaidWithItsReport(String signal) throws Exception {
    TrialResult result = launch("crashed", List.of(), atFirstStep(signal));

    assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(result.failureKind()).contains(FailureKind.NATIVE_CRASH);
    Path report = folder.resolve("crashed/crash.log");
    assertThat(result.message())
        .get()
        .asString()
        .contains("native code crashed its JVM", report.toString(), "trial.log");
    assertThat(report).content().contains("# A fatal error has been detected");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
  void aKilledTrialIsSaidWithTheLikelyCause() throws Exception {
    TrialResult result = launch("killed", List.of(), atFirstStep("-KILL"));

    assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(result.failureKind()).contains(FailureKind.KILLED);
    assertThat(result.message())
        .get()
        .asString()
        .contains("was killed (signal 9)", "out of memory", "microBatch", "trial.log");
    assertThat(result.memoryByPhase()).as("told before").isPresent();
    assertThat(result.fingerprint()).isPresent();
  }

  @Test
  void aTrialThatCannotKeepItsResultSaysWhyAllTheSame() throws Exception {
    Path result = new TrialFolder(folder.resolve("in the way")).result();
    Files.createDirectories(result.resolve("someone else's"));

    TrialResult failed = launch("in the way", List.of(), event -> {});

    assertThat(failed.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(failed.failureKind()).contains(FailureKind.DISK);
    assertThat(failed.message()).get().asString().contains(result + " is in the way", "trial.log");
  }

  @Test
  void aMissingNativeLibraryIsSaid() throws Exception {
    WorkerSettings usual = SmokeWorkers.settings(folder.resolve("cache"));
    List<Path> without =
        usual.classPath().stream()
            .filter(jar -> !jar.getFileName().toString().startsWith("pytorch-native"))
            .toList();
    assertThat(without).hasSizeLessThan(usual.classPath().size());
    WorkerSettings bare =
        new WorkerSettings(
            usual.java(),
            without,
            List.of(),
            folder.resolve("none"),
            usual.patience(),
            usual.job());

    TrialResult failed =
        new Workers(bare)
            .train(
                trials.of(new Regime.LinearProbe(), 1),
                new TrialFolder(folder.resolve("bare")),
                event -> {});

    assertThat(failed.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(failed.failureKind()).contains(FailureKind.LIBRARY);
    assertThat(failed.message())
        .get()
        .asString()
        .contains("libtorch", "ai.djl.pytorch:pytorch-native-cpu", "trial.log");
  }

  @Test
  void aPlaceWhereNoLibraryCanBeUnpackedIsSaid() throws Exception {
    Path nowhere = Files.writeString(folder.resolve("nowhere"), "no folder");
    List<String> arguments = List.of("-Djna.tmpdir=" + nowhere, "-Djna.nosys=true");

    TrialResult failed = launch("no room", arguments, event -> {});

    assertThat(failed.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(failed.failureKind()).contains(FailureKind.LIBRARY);
    assertThat(failed.message())
        .get()
        .asString()
        .contains("a library could not be loaded", "-Djna.tmpdir=FOLDER", "trial.log");
  }

  private TrialResult launch(String name, List<String> jvmArguments, Consumer<TrialEvent> follower)
      throws Exception {
    Trial pattern = trials.of(new Regime.FullFineTuning(), 1);
    Trial trial =
        new Trial(
            pattern.experiment(),
            pattern.model(),
            pattern.dataset(),
            pattern.training().withEpochs(60),
            pattern.regime(),
            pattern.seed());
    return new Workers(SmokeWorkers.settings(folder.resolve("cache"), jvmArguments, NO_HURRY))
        .train(trial, new TrialFolder(folder.resolve(name)), follower);
  }

  private static Consumer<TrialEvent> atFirstStep(String signal) {
    return event -> {
      if (event instanceof TrialEvent.Stepped step && step.epoch() == 1 && step.step() == 1) {
        SmokeWorkers.signal(signal);
      }
    };
  }
}
