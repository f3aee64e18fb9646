package io.github.vitlora.run;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.TrialResult;
import java.time.Duration;
import java.util.Optional;

/** Follows an experiment as it runs, on the thread that runs it. */
public interface RunListener {

  /**
   * Is told that a file which the trials need is being fetched or unpacked.
   *
   * @param what says what is done, for people
   */
  void preparing(String what);

  /**
   * Is told that a question is asked, looked at or answered.
   *
   * @param what says what is being decided and what it may still take, for people
   */
  void deciding(String what);

  /**
   * Is told of what may make the results other than expected.
   *
   * @param what says what it is, for people
   */
  void warning(String what);

  /** Is told that a trial's process is being started. */
  void trialStarted(Trial trial);

  /** Is told what happened in the running trial. */
  void trialHappened(Trial trial, TrialEvent event, Progress progress);

  /** Is told that a trial ended, one way or another. */
  void trialEnded(Trial trial, TrialResult result);

  /**
   * Says how far an experiment has come.
   *
   * @param trial index of the running trial, from 1
   * @param trials number of trials to run
   * @param epoch of the running trial, from 1; 0 before the first step
   * @param epochs of the running trial
   * @param step within the epoch, from 1; 0 before the first step
   * @param stepsPerEpoch of the running trial
   * @param trialLeft estimated time to the end of the running trial, once there is something to
   *     estimate from
   * @param experimentLeft the same for the whole experiment
   */
  record Progress(
      int trial,
      int trials,
      int epoch,
      int epochs,
      int step,
      int stepsPerEpoch,
      Optional<Duration> trialLeft,
      Optional<Duration> experimentLeft) {}
}
