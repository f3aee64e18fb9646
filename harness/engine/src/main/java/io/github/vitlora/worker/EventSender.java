package io.github.vitlora.worker;

import ai.djl.Device;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Tally;
import io.github.vitlora.train.EpochMetrics;
import io.github.vitlora.train.RateAttempt;
import io.github.vitlora.train.TrialListener;
import io.github.vitlora.train.TrialPlan;
import java.util.List;

/** Tells the launching process what happens in the trial. */
final class EventSender implements TrialListener {
  private static final long ALIVE_NANOS = 250_000_000;

  private final TrialReport report;
  private final Device device;
  private final int threads;
  private long lastSent = System.nanoTime() - ALIVE_NANOS;

  EventSender(TrialReport report, Device device, int threads) {
    this.report = report;
    this.device = device;
    this.threads = threads;
  }

  @Override
  public void started(TrialPlan plan) {
    send(
        new TrialEvent.Started(
            Environments.current(device, threads),
            plan.parameters().trainable(),
            plan.parameters().total(),
            plan.epochs(),
            plan.stepsPerEpoch()));
  }

  @Override
  public void resumed(List<EpochMetrics> finished, long step, double wallSeconds) {
    send(
        new TrialEvent.Resumed(
            finished.stream().map(TrialReport::figures).toList(), step, wallSeconds));
  }

  @Override
  public void stepped(int epoch, int step, Tally soFar, double imagesPerSecond) {
    send(new TrialEvent.Stepped(epoch, step, soFar.loss(), imagesPerSecond));
  }

  @Override
  public void trying(int number, int of, double learningRate) {
    send(new TrialEvent.Trying(number, of, learningRate));
  }

  @Override
  public void gaveUp(RateAttempt attempt) {
    send(new TrialEvent.GaveUp(attempt.learningRate(), attempt.divergence().orElseThrow()));
  }

  @Override
  public void chosen(RateAttempt attempt) {
    send(
        new TrialEvent.Chosen(
            attempt.learningRate(), attempt.validation().orElseThrow().accuracy()));
  }

  @Override
  public void entered(TrialPhase phase) {
    report.entered(phase);
  }

  /** Sends no more than a few a second: pieces of work can be short. */
  @Override
  public void alive() {
    if (System.nanoTime() - lastSent >= ALIVE_NANOS) {
      send(new TrialEvent.Alive());
    }
  }

  @Override
  public void epochEnded(EpochMetrics epoch) {
    send(new TrialEvent.EpochEnded(TrialReport.figures(epoch)));
  }

  private void send(TrialEvent event) {
    report.tell(event);
    lastSent = System.nanoTime();
  }
}
