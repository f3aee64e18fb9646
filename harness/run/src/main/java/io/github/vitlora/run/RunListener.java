package io.github.vitlora.run;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.TrialResult;

/** Follows an experiment as it runs, on the thread that runs it. */
public interface RunListener {

  /**
   * A file that the trials need is being fetched or unpacked.
   *
   * @param what says what is done, for people
   */
  void preparing(String what);

  /**
   * A question is asked, looked at or answered.
   *
   * @param what says what is being decided and what it may still take, for people
   */
  void deciding(String what);

  /** A trial's process is being started. */
  void trialStarted(Trial trial);

  /** Something happened in the running trial. */
  void trialHappened(Trial trial, TrialEvent event, Progress progress);

  /** A trial ended, one way or another. */
  void trialEnded(Trial trial, TrialResult result);
}
