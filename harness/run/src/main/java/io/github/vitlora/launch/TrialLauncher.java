package io.github.vitlora.launch;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;

/** Runs a trial somewhere: in a JVM of its own on this machine, or wherever else one can run. */
@FunctionalInterface
public interface TrialLauncher {

  /**
   * Runs a trial to its end. A trial that cannot run, or whose process dies, is a result too.
   *
   * @param trial what to run
   * @param folder where its files go; created when absent
   * @param follower told of its events
   * @throws IOException when the folder cannot be written
   * @throws InterruptedException when the calling thread is interrupted; the trial is then ended
   */
  TrialResult launch(Trial trial, TrialFolder folder, TrialFollower follower)
      throws IOException, InterruptedException;
}
