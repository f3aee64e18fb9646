package io.github.vitlora.train;

import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Tally;
import java.util.List;

/** Follows a trial as it runs, on the trial's thread. */
public interface TrialListener {

  /** Data and model are ready. */
  void started(TrialPlan plan);

  /**
   * The trial goes on where an earlier process was interrupted.
   *
   * @param finished the epochs before
   * @param step optimizer steps taken before
   * @param wallSeconds that these took
   */
  void resumed(List<EpochMetrics> finished, long step, double wallSeconds);

  /**
   * An optimizer step was taken.
   *
   * @param epoch counted from 1
   * @param step counted from 1 within the epoch
   * @param soFar over the epoch's images up to here
   * @param imagesPerSecond over the epoch up to here
   */
  void stepped(int epoch, int step, Tally soFar, double imagesPerSecond);

  /**
   * Work goes on: a piece of an epoch or of an evaluation is done. Told often, so that silence
   * means that nothing is done.
   */
  void alive();

  /** Another phase begins; the first one is {@link TrialPhase#LOAD}. */
  void entered(TrialPhase phase);

  /**
   * The trial trains by one of several learning rates from the start; what is told next is of that.
   *
   * @param number of the rate, from 1
   * @param of how many
   * @param learningRate the rate
   */
  default void trying(int number, int of, double learningRate) {
    // Most trials have one learning rate.
  }

  /** The loss stopped being finite by this one of several learning rates. */
  default void gaveUp(RateAttempt attempt) {
    // Most trials have one learning rate.
  }

  /** This learning rate turned out best on the validation images, and is tested. */
  default void chosen(RateAttempt attempt) {
    // Most trials have one learning rate.
  }

  /** An epoch and its validation are done. */
  void epochEnded(EpochMetrics epoch);
}
