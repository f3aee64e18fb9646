package io.github.vitlora.launch;

import io.github.vitlora.job.TrialEvent;

/** Follows a trial from the process that launched it. */
@FunctionalInterface
public interface TrialFollower {
  /** Something happened. */
  void happened(TrialEvent event);
}
