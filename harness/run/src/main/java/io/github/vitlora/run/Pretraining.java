package io.github.vitlora.run;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.regime.Regime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Describes an experiment whose one trial makes a backbone.
 *
 * @param trial that trains a network from random weights
 */
public record Pretraining(Trial trial) {

  /**
   * Returns the pretraining that an experiment describes.
   *
   * @throws IllegalArgumentException if it starts from weights that are there already, or has more
   *     than one trial, or one that does not train the whole network
   */
  public static Pretraining of(Experiment experiment) {
    if (experiment.model().checkpoint().isPresent()) {
      throw new IllegalArgumentException(
          "it starts from %s; pretraining starts from weights=\"%s\""
              .formatted(experiment.model().weights(), ModelSpec.RANDOM));
    }
    boolean one =
        experiment.seeds().size() == 1
            && experiment.regimes().equals(List.of(new Regime.FullFineTuning()));
    if (!one) {
      throw new IllegalArgumentException(
          "it has the trials "
              + String.join(", ", experiment.trials().stream().map(Trial::id).toList())
              + "; pretraining has one regime, <fullFineTuning/>, and one seed");
    }
    return new Pretraining(experiment.trials().get(0));
  }

  /**
   * Puts the trained network where it is wanted, whole or not at all. The head of the pretraining
   * is in it; whoever starts from it leaves that aside.
   *
   * @param work that the trial ran in
   * @param file to be written, replaced where it is there
   */
  public void publish(Path work, Path file) throws IOException {
    Path weights = new TrialFolder(work.resolve(trial.experiment()).resolve(trial.id())).weights();
    try (InputStream trained = Files.newInputStream(weights)) {
      AtomicFile.write(file, trained);
    }
  }
}
