package io.github.vitlora.train;

import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.learner.Stopwatch;
import io.github.vitlora.regime.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs one trial in this process, from its first to its saved weights. */
public final class TrialRun {
  private TrialRun() {}

  /**
   * Trains, evaluates and saves; goes on from the newest checkpoint where there is one.
   *
   * @param inputs the trial and its files
   * @param weights file that the trained weights are saved to
   * @param checkpoints when and where the trial's state is kept
   * @param events told what happens, on the calling thread
   * @throws IOException when weights do not fit or a file cannot be read or written
   */
  public static TrialOutcome run(
      TrialInputs inputs, Path weights, Checkpointing checkpoints, Consumer<TrialEvent> events)
      throws IOException {
    requireValidation(inputs);
    Trial trial = inputs.trial();
    TrialSetup setup = new TrialSetup(inputs);
    return trial.training().options().learningRates().isEmpty()
        ? setup.train(trial, checkpoints, new Stopwatch(), events, loop -> loop.run(weights))
        : new LearningRateSearch(setup, trial, checkpoints, events).run(weights);
  }

  /** A share of few images can be none. */
  private static void requireValidation(TrialInputs inputs) {
    TrainingOptions options = inputs.trial().training().options();
    boolean chooses = !options.learningRates().isEmpty() || options.earlyStopping().isPresent();
    if (chooses && inputs.splits().validation().isEmpty()) {
      throw new DatasetException(
          "learningRates and earlyStopping choose by the validation images, and a share of "
              + inputs.trial().dataset().validationFraction()
              + " of each class's training images is none: a larger validationFraction holds some"
              + " out");
    }
  }
}
