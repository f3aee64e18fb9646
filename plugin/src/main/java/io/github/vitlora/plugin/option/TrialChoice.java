package io.github.vitlora.plugin.option;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.run.TrialSelection;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Chooses the trials of an experiment that a goal is about.
 *
 * @param trials globs of their ids, separated by commas; null or blank chooses all
 * @param shard which part of these, {@code 2/4} for example; null or blank chooses all
 */
public record TrialChoice(String trials, String shard) {

  /**
   * Chooses the trials, so that what is wrong with the choice is known before anything is fetched.
   */
  public TrialSelection of(Experiment experiment) throws MojoFailureException {
    TrialSelection selection = TrialSelection.of(trials).shard(part());
    try {
      selection.choose(experiment.trials());
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(PropertyNames.TRIALS + ": " + e.getMessage(), e);
    }
    return selection;
  }

  private Optional<Shard> part() throws MojoFailureException {
    try {
      return Optional.ofNullable(shard).filter(text -> !text.isBlank()).map(Shard::parse);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(PropertyNames.SHARD + ": " + e.getMessage(), e);
    }
  }
}
