package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.Job;
import io.github.vitlora.judge.Agreement;
import io.github.vitlora.judge.Reproduction;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real trials on drawn images, trained once and once more. */
@Tag("slow")
class ReproductionRunTest {
  @TempDir Path folder;
  private Experiment experiment;
  private Sources sources;
  private Workers workers;
  private ExperimentResults reference;

  @BeforeEach
  void train() throws Exception {
    SmokeTrials material = SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
    experiment = material.experiment("drawings", new Regime.LinearProbe(), SmokeTrials.LORA);
    SourceSettings settings = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);
    sources = new Sources(settings);
    workers = SmokeWorkers.checkpointing(settings.cache());
    new ExperimentRun(workers, sources, folder.resolve("work"), new SilentListener())
        .train(experiment, TrialSelection.ALL);
    // As a user has them: from the file.
    reference = ResultStore.readExperiment(folder.resolve("work/drawings/results.json"));
  }

  @Test
  void trainingAgainGivesTheSameBits() throws Exception {
    Reproduction reproduction = reproduce(workers, reference, TrialSelection.ALL);

    assertThat(reproduction.agreement()).as(reproduction.toString()).isEqualTo(Agreement.BIT_EQUAL);
    assertThat(reproduction.environment()).isEmpty();
    assertThat(reproduction.trials()).hasSize(2);
    assertThat(reproduction.trials())
        .allSatisfy(
            trial -> {
              assertThat(trial.inputs()).isEmpty();
              assertThat(trial.weights()).contains(Agreement.BIT_EQUAL);
              assertThat(trial.figures()).isEqualTo(17);
            });
  }

  @Test
  void otherImagesAreNamedAsTheCause() throws Exception {
    Path images = folder.resolve("material/images/val");
    Files.copy(images.resolve("disc/0.png"), images.resolve("square/0-too.png"));

    Reproduction reproduction =
        reproduce(workers, reference, TrialSelection.of("linear-probe-seed1"));

    assertThat(reproduction.agreement()).isEqualTo(Agreement.DIFFERENT);
    assertThat(reproduction.trials())
        .singleElement()
        .satisfies(
            trial -> {
              assertThat(trial.inputs()).containsExactly("images");
              assertThat(trial.differences()).anyMatch(d -> d.figure().equals("test images"));
            });
  }

  @Test
  void anInterruptedReproductionGoesOnAndAFinishedOneBeginsAnew() throws Exception {
    List<Boolean> hadResult = new ArrayList<>();
    Workers interrupting =
        SmokeWorkers.doing(
            job -> {
              Job.Train train = (Job.Train) job;
              Path result = train.folder().result();
              hadResult.add(Files.exists(result));
              if (hadResult.size() == 2) {
                throw new InterruptedException();
              }
              ResultStore.writeTrial(result, of(train.trial()));
            });

    assertThatThrownBy(() -> reproduce(interrupting, reference, TrialSelection.ALL))
        .isInstanceOf(InterruptedException.class);
    reproduce(interrupting, reference, TrialSelection.ALL);
    reproduce(interrupting, reference, TrialSelection.ALL);

    assertThat(hadResult).containsExactly(false, false, true, false, false, false);
  }

  @Test
  void resultsWithoutADescriptorAreRefused() {
    ExperimentResults old =
        new ExperimentResults(
            reference.schema(),
            reference.experiment(),
            reference.description(),
            Optional.empty(),
            reference.environment(),
            reference.trials(),
            reference.comparisons(),
            reference.expectations(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of());

    assertThatThrownBy(() -> reproduce(workers, old, TrialSelection.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("carry no descriptor");
  }

  private TrialResult of(Trial trial) {
    return reference.trials().stream()
        .filter(result -> result.id().equals(trial.id()))
        .findFirst()
        .orElseThrow();
  }

  private Reproduction reproduce(Workers by, ExperimentResults results, TrialSelection selection)
      throws IOException, InterruptedException {
    return new ReproductionRun(by, sources, folder.resolve("again"), new SilentListener())
        .run(results, selection, 0.01);
  }
}
