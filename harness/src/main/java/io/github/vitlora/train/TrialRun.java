package io.github.vitlora.train;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.data.Dataset;
import io.github.vitlora.data.DatasetSplits;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.RandomStreams;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.model.SafetensorsFile;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Path;

/** Runs one trial in this process, from sources to saved weights. */
public final class TrialRun {
  private TrialRun() {}

  /**
   * Trains, evaluates and saves.
   *
   * @param trial what to run
   * @param sources where weights and images come from
   * @param weights file that the trained weights are saved to
   * @param listener told of the trial's course
   * @throws IOException when weights do not fit or a file cannot be read or written
   */
  public static TrialOutcome run(Trial trial, Sources sources, Path weights, TrialListener listener)
      throws IOException {
    RandomStreams random = new RandomStreams(trial.seed());
    Dataset dataset = Dataset.open(trial.dataset(), sources);
    DatasetSplits splits = dataset.splits(trial.seed());
    Path checkpoint = sources.resolve(trial.model().weights(), trial.model().sha256());
    Architecture architecture =
        Architecture.named(trial.model().architecture())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no architecture is named " + trial.model().architecture()));
    try (NDManager manager = NDManager.newBaseManager();
        SafetensorsFile pretrained = SafetensorsFile.open(checkpoint);
        TunableModel model =
            TunableModel.pretrained(
                manager,
                architecture,
                dataset.classNames().size(),
                trial.regime(),
                random,
                pretrained);
        TrainingLoop loop = new TrainingLoop(manager, trial, model, splits, random, listener)) {
      return loop.run(weights);
    }
  }
}
