package io.github.vitlora.fork;

/** Follows a trial from the process that launched it. */
@FunctionalInterface
public interface TrialFollower {
  /** Something happened. */
  void happened(TrialEvent event);
}
