package io.github.vitlora.testing;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.RunListener;
import io.github.vitlora.run.RunListener.Progress;

/** Tells nobody, unless a test listens. */
public class SilentListener implements RunListener {
  @Override
  public void preparing(String what) {}

  @Override
  public void deciding(String what) {}

  @Override
  public void warning(String what) {}

  @Override
  public void trialStarted(Trial trial) {}

  @Override
  public void trialHappened(Trial trial, TrialEvent event, Progress progress) {}

  @Override
  public void trialEnded(Trial trial, TrialResult result) {}
}
