package io.github.vitlora.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.ClassResult;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.PredictionsFile;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials on drawn images in workers of their own. */
@Tag("slow")
class TrialJobTest {
  @TempDir Path temporary;
  private Path folder;
  private SmokeTrials trials;
  private final List<TrialEvent> events = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(temporary.resolve("größe und leerzeichen"));
    trials = SmokeTrials.in(folder);
  }

  @Test
  void aTrialTellsItsCourseAndLeavesItsResult() throws Exception {
    Trial trial = trials.of(SmokeTrials.LORA, 1);
    TrialFolder files = new TrialFolder(folder.resolve(trial.id()));

    TrialResult result = workers().train(trial, files, events::add);

    assertThat(result.status()).as(result.message().orElse("")).isEqualTo(TrialStatus.COMPLETED);
    assertThat(result.id()).isEqualTo("lora-r4-seed1");
    assertThat(result.regime()).isEqualTo("lora");
    assertThat(result.rank()).contains(4);
    assertThat(result.epochs()).hasSize(2);
    assertThat(result.trainingSeconds())
        .isCloseTo(
            result.epochs().stream().mapToDouble(EpochResult::trainSeconds).sum(), within(1e-9));
    assertThat(result.wallSeconds()).isGreaterThan(result.trainingSeconds());
    assertThat(result.peakMemoryBytes())
        .get()
        .satisfies(bytes -> assertThat(bytes).isGreaterThan(50L << 20));
    assertThat(result.memoryByPhase())
        .hasValueSatisfying(
            memory ->
                assertThat(Stream.of(memory.load(), memory.train(), memory.evaluate()))
                    .allSatisfy(
                        phase ->
                            assertThat(phase)
                                .hasValueSatisfying(n -> assertThat(n).isGreaterThan(50L << 20)))
                    .contains(result.peakMemoryBytes()));
    assertThat(result.savedBytes()).contains(Files.size(files.weights()));
    assertThat(ResultStore.readTrial(files.result())).isEqualTo(result);
    TestResult test = result.test().orElseThrow();
    List<Prediction> predictions = PredictionsFile.read(files.predictions());
    assertThat(PredictionsFile.holds(files.predictions(), test.predictionsSha256().orElseThrow()))
        .isTrue();
    assertThat(predictions).hasSize(test.images());
    assertThat(predictions.stream().filter(Prediction::correct).count())
        .isEqualTo(Math.round(test.accuracy() * test.images()));
    assertThat(test.classes().orElseThrow())
        .extracting(ClassResult::name, ClassResult::images)
        .containsExactly(tuple("disc", 8), tuple("square", 8), tuple("stripe", 8));
    assertThat(test.classes().orElseThrow().stream().mapToInt(ClassResult::correct).sum())
        .isEqualTo(predictions.stream().filter(Prediction::correct).count());
    assertThat(files.trial()).isEqualTo(trial);
    assertThat(files.path().resolve("trial-job.json"))
        .as("what the worker was told")
        .doesNotExist();
    assertThat(events.get(0))
        .isEqualTo(new TrialEvent.Identified(result.provenance().orElseThrow()));
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            TrialEvent.Started.class,
            started -> {
              assertThat(started.environment().threads()).isEqualTo(1);
              assertThat(started.environment().pytorch()).isEqualTo("2.7.1");
              assertThat(started.trainableParameters()).isEqualTo(result.trainableParameters());
            });
    assertThat(events).filteredOn(TrialEvent.Stepped.class::isInstance).hasSize(6);
    assertThat(events)
        .filteredOn(TrialEvent.EpochEnded.class::isInstance)
        .map(e -> ((TrialEvent.EpochEnded) e).result())
        .isEqualTo(result.epochs());
  }

  @Test
  void aChoiceOfLearningRatesIsInTheResult() throws Exception {
    TrainingSpec recipe =
        TrainingSpec.adam(2, 16, 6, 1)
            .withLearningRates(List.of(1e-5, 3e-3))
            .withOptions(
                TrainingOptionsBuilder.builder()
                    .learningRates(List.of(1e-5, 3e-3))
                    .gradientClipping(Optional.of(1.0))
                    .earlyStopping(Optional.of(new EarlyStopping(2, EarlyStopping.On.LOSS)))
                    .build());
    TrialFolder files = new TrialFolder(folder.resolve("chosen"));

    TrialResult result =
        workers().train(trials.of(new Regime.LinearProbe(), 1, recipe), files, events::add);

    assertThat(result.status()).as(result.message().orElse("")).isEqualTo(TrialStatus.COMPLETED);
    RateChoice choice = result.rateChoice().orElseThrow();
    double chosen = choice.chosen().orElseThrow();
    assertThat(choice.tried()).extracting(TriedRate::learningRate).containsExactly(1e-5, 3e-3);
    assertThat(result.epochs())
        .hasSize(2)
        .allSatisfy(
            epoch -> {
              assertThat(epoch.learningRate()).isEqualTo(chosen);
              assertThat(epoch.gradientNorms()).isPresent();
            });
    assertThat(result.testedEpoch()).isPresent();
    assertThat(result.metric(Metric.VALIDATION_ACCURACY))
        .hasValue(
            choice.tried().stream()
                .filter(t -> t.learningRate() == chosen)
                .findFirst()
                .flatMap(TriedRate::validationAccuracy)
                .orElseThrow());
    assertThat(choice.otherSeconds() + result.trainingSeconds()).isLessThan(result.wallSeconds());
    assertThat(events)
        .filteredOn(e -> e instanceof TrialEvent.Started || e instanceof TrialEvent.Trying)
        .extracting(e -> (Object) e.getClass())
        .containsExactly(
            TrialEvent.Started.class, TrialEvent.Trying.class, TrialEvent.Trying.class);
    assertThat(events).filteredOn(TrialEvent.Chosen.class::isInstance).hasSize(1);
    assertThat(files.checkpoints()).doesNotExist();
    assertThat(ResultStore.readTrial(files.result())).isEqualTo(result);
  }

  @Test
  void twoProcessesGiveBitEqualNumbersAndWeights() throws Exception {
    Trial trial = trials.of(new Regime.FullFineTuning(), 3);
    TrialFolder one = new TrialFolder(folder.resolve("one"));
    TrialFolder two = new TrialFolder(folder.resolve("two"));

    TrialResult first = workers().train(trial, one, events::add);
    TrialResult second = workers().train(trial, two, events::add);

    assertThat(two.weights()).hasSameBinaryContentAs(one.weights());
    assertThat(second.test()).isEqualTo(first.test());
    assertThat(losses(second)).isEqualTo(losses(first));
  }

  @Test
  void aCompletedTrialIsTakenOverUntilSomethingChanges() throws Exception {
    Trial trial = trials.of(new Regime.LinearProbe(), 1);
    TrialFolder files = new TrialFolder(folder.resolve("again"));
    TrialResult first = workers().train(trial, files, events::add);
    events.clear();

    TrialResult again = workers().train(trial, files, events::add);
    assertThat(events)
        .hasExactlyElementsOfTypes(TrialEvent.Identified.class, TrialEvent.TakenOver.class);
    assertThat(again).isEqualTo(first);
    assertThat(files.checkpoints()).doesNotExist();
    assertThat(PredictionsFile.read(files.predictions())).hasSize(24);

    Files.delete(files.predictions());
    TrialResult without = workers().train(trial, files, events::add);
    assertThat(events).hasAtLeastOneElementOfType(TrialEvent.EpochEnded.class);
    assertThat(without.test()).isEqualTo(first.test());
    assertThat(PredictionsFile.read(files.predictions())).hasSize(24);

    events.clear();
    Files.write(trials.images().resolve("val/disc/0.png"), new byte[1], StandardOpenOption.APPEND);
    TrialResult changed = workers().train(trial, files, events::add);
    assertThat(events).hasAtLeastOneElementOfType(TrialEvent.EpochEnded.class);
    assertThat(changed.fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void anInterruptedCallerEndsTheTrial() throws Exception {
    Trial trial = trials.of(new Regime.FullFineTuning(), 1);
    TrialFolder files = new TrialFolder(folder.resolve("interrupted"));
    Thread caller = Thread.currentThread();

    assertThatThrownBy(() -> workers().train(trial, files, event -> caller.interrupt()))
        .isInstanceOf(InterruptedException.class);
    assertThat(files.result()).doesNotExist();
  }

  @Test
  void aTrialThatCannotRunIsAResultThatSaysWhy() throws Exception {
    Path image = trials.images().resolve("train/square/2.png");
    Files.write(image, Arrays.copyOf(Files.readAllBytes(image), 60));
    Trial trial = trials.of(new Regime.LinearProbe(), 1);

    TrialResult result =
        workers().train(trial, new TrialFolder(folder.resolve("broken")), events::add);

    assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(result.message()).get().asString().contains(image.toString());
    assertThat(result.failureKind()).contains(FailureKind.INPUT);
    assertThat(result.peakMemoryBytes()).as("told by the worker on its way out").isPresent();
    assertThat(folder.resolve("broken/trial.log")).content().contains("2.png");
  }

  @Test
  void aDivergedTrialKeepsItsNumbers() throws Exception {
    Trial trial = trials.of(new Regime.FullFineTuning(), 1, 1e30);

    TrialResult result =
        workers().train(trial, new TrialFolder(folder.resolve("diverged")), events::add);

    assertThat(result.status()).isEqualTo(TrialStatus.DIVERGED);
    assertThat(result.failureKind()).contains(FailureKind.DIVERGENCE);
    assertThat(result.message()).get().asString().contains("not a finite number");
    assertThat(result.trainableParameters()).isPositive();
    assertThat(result.test()).isEmpty();
    assertThat(folder.resolve("diverged/predictions.csv")).doesNotExist();
  }

  @Test
  void aProcessThatDiesLeavesAFailureWithItsLastWords() throws Exception {
    Trial trial = trials.of(new Regime.LinearProbe(), 1);
    WorkerSettings starved =
        SmokeWorkers.settings(folder.resolve("cache"), List.of("-Xmx3m"), Duration.ofMinutes(30));

    TrialResult result =
        new Workers(starved).train(trial, new TrialFolder(folder.resolve("starved")), events::add);

    assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(result.message()).get().asString().contains("its JVM").contains("trial.log");
    assertThat(ResultStore.readTrial(folder.resolve("starved/result.json"))).isEqualTo(result);
  }

  @Test
  void aTrialEndsWithTheProcessThatLaunchedIt() throws Exception {
    Trial trial = trials.of(new Regime.FullFineTuning(), 1);
    TrialFolder files = new TrialFolder(Files.createDirectory(folder.resolve("orphan")));
    WorkerSettings settings = SmokeWorkers.settings(folder.resolve("cache"));
    Job job = new Job.Train(trial, files, settings.job());
    Path input = Files.writeString(folder.resolve("job.json"), job.json());

    Process process = LocalLauncher.worker(job, input, settings).start();
    // The system closes the launcher's end of the pipe when the launcher dies.
    process.getOutputStream().close();

    // 75, or a signal where native code was running and lost its footing.
    assertThat(process.waitFor()).isNotZero();
    assertThat(files.result()).doesNotExist();
  }

  private static List<List<Object>> losses(TrialResult result) {
    return result.epochs().stream()
        .map(e -> List.<Object>of(e.trainLoss(), e.trainAccuracy(), e.validationLoss()))
        .toList();
  }

  private Workers workers() {
    return new Workers(SmokeWorkers.settings(folder.resolve("cache")));
  }
}
