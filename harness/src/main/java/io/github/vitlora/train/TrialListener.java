package io.github.vitlora.train;

/** Follows a trial as it runs, on the trial's thread. */
public interface TrialListener {

  /** Data and model are ready. */
  void started(TrialPlan plan);

  /**
   * An optimizer step was taken.
   *
   * @param epoch counted from 1
   * @param step counted from 1 within the epoch
   * @param soFar over the epoch's images up to here
   * @param imagesPerSecond over the epoch up to here
   */
  void stepped(int epoch, int step, Tally soFar, double imagesPerSecond);

  /** An epoch and its validation are done. */
  void epochEnded(EpochMetrics epoch);
}
