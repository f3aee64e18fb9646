package io.github.vitlora.train;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.RandomStreams;
import io.github.vitlora.experiment.Regime;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Runs one trial in this process, from its first to its saved weights. */
public final class TrialRun {
  private TrialRun() {}

  /**
   * Trains, evaluates and saves; goes on from the newest checkpoint where there is one.
   *
   * @param inputs the trial and its files
   * @param weights file that the trained weights are saved to
   * @param checkpoints when and where the trial's state is kept
   * @param listener told of the trial's course
   * @throws IOException when weights do not fit or a file cannot be read or written
   */
  public static TrialOutcome run(
      TrialInputs inputs, Path weights, Checkpointing checkpoints, TrialListener listener)
      throws IOException {
    Trial trial = inputs.trial();
    Architecture architecture =
        Architecture.named(trial.model().architecture())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no architecture is named " + trial.model().architecture()));
    try (NDManager manager = NDManager.newBaseManager(TrialDevice.current());
        TunableModel model = model(manager, architecture, inputs);
        Learner learner = learner(manager, model, trial)) {
      PixelInputs pixels =
          new PixelInputs(trial.dataset(), new RandomStreams(trial.seed()), inputs.crops());
      Inputs shown = shown(manager, learner, pixels, trial, listener);
      return new TrainingLoop(manager, inputs, model, learner, shown, checkpoints, listener)
          .run(weights);
    }
  }

  private static Learner learner(NDManager manager, TunableModel model, Trial trial) {
    Optional<Script> kernels = ChosenKernels.of(trial).compiled();
    return kernels.isPresent() && hasFixedFeatures(trial)
        ? new HeadLearner(manager, model, trial.training(), kernels.get())
        : Learner.of(manager, model, trial.training(), kernels);
  }

  /** Images that change from epoch to epoch have no features that could be computed once. */
  private static boolean hasFixedFeatures(Trial trial) {
    return trial.regime() instanceof Regime.LinearProbe
        && !trial.dataset().augmentation().changesImages();
  }

  private static Inputs shown(
      NDManager manager, Learner learner, PixelInputs pixels, Trial trial, TrialListener listener) {
    return learner instanceof HeadLearner head
        ? new FeatureInputs(
            manager, head.network(), pixels, trial.training().microBatch(), listener::alive)
        : pixels;
  }

  private static TunableModel model(
      NDManager manager, Architecture architecture, TrialInputs inputs) throws IOException {
    return TunableModel.untrained(
        manager,
        architecture,
        inputs.classes(),
        inputs.trial().regime(),
        new RandomStreams(inputs.trial().seed()),
        inputs.weights());
  }
}
