package io.github.vitlora.testing;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.run.ExperimentRun;
import io.github.vitlora.run.TrialSelection;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A whole small experiment in a process of its own, to be killed and run again. */
public final class SmokeExperiment {
  private SmokeExperiment() {}

  /**
   * Runs full fine-tuning and LoRA for sixteen epochs, with a checkpoint after every step.
   *
   * @param arguments folder of the material that {@link SmokeTrials} made, and the folder to work
   *     in
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SmokeTrials material = SmokeTrials.existing(Path.of(arguments[0]));
    Path work = Path.of(arguments[1]);
    SourceSettings sources = new SourceSettings(work.resolve("cache"), Optional.empty(), true);
    new ExperimentRun(
            SmokeWorkers.checkpointing(sources.cache()),
            new Sources(sources),
            work,
            new SilentListener())
        .run(experiment(material), TrialSelection.ALL, work.resolve("report"));
  }

  private static Experiment experiment(SmokeTrials material) {
    Experiment few = material.experiment("smoke", new Regime.FullFineTuning(), SmokeTrials.LORA);
    return few.withTraining(few.training().withEpochs(16));
  }
}
