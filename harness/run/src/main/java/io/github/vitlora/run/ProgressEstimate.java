package io.github.vitlora.run;

import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.run.RunListener.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Estimates the time left from the pace so far. A trial's epochs are taken to last alike, those of
 * all learning rates that it tries, and the trials to come as long as the mean of those before and
 * the running one.
 */
final class ProgressEstimate {
  private final LongSupplier nanoClock;
  private int trials;
  private int trial;
  private double secondsOfEndedTrials;
  private long trialStart;
  private long trainingStart;
  private int epoch;
  private int epochs;
  private int step;
  private int stepsPerEpoch;
  private int rate;
  private int rates;
  private int skipped;

  ProgressEstimate(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * A trial starts.
   *
   * @param expected how many trials there are in all, as far as is known by now
   */
  void trialStarted(int expected) {
    trials = expected;
    trial++;
    trialStart = nanoClock.getAsLong();
    epoch = 0;
    epochs = 0;
    step = 0;
    stepsPerEpoch = 0;
    rate = 1;
    rates = 1;
    skipped = -1;
  }

  void trialEnded() {
    secondsOfEndedTrials += secondsSince(trialStart);
  }

  Progress after(TrialEvent event) {
    if (event instanceof TrialEvent.Started started) {
      epochs = started.epochs();
      stepsPerEpoch = started.stepsPerEpoch();
      trainingStart = nanoClock.getAsLong();
    } else if (event instanceof TrialEvent.Trying trying) {
      rate = trying.number();
      rates = trying.of();
      // Those that an earlier process tried took none of this one's time.
      skipped = skipped < 0 ? rate - 1 : skipped;
      epoch = 0;
    } else if (event instanceof TrialEvent.Stepped stepped) {
      epoch = stepped.epoch();
      step = stepped.step();
    }
    Optional<Double> trialLeft = trialSecondsLeft();
    return new Progress(
        trial,
        trials,
        epoch,
        epochs,
        step,
        stepsPerEpoch,
        trialLeft.map(ProgressEstimate::duration),
        trialLeft.map(this::experimentSecondsLeft).map(ProgressEstimate::duration));
  }

  private Optional<Double> trialSecondsLeft() {
    long before = rate - 1L - Math.max(skipped, 0);
    long done = (before * epochs + epoch - 1) * stepsPerEpoch + step;
    if (epoch == 0 || done == 0) {
      return Optional.empty();
    }
    long all = (long) (rates - Math.max(skipped, 0)) * epochs * stepsPerEpoch;
    return Optional.of(secondsSince(trainingStart) / done * (all - done));
  }

  private double experimentSecondsLeft(double trialLeft) {
    double running = secondsSince(trialStart) + trialLeft;
    double mean = (secondsOfEndedTrials + running) / trial;
    return trialLeft + mean * (trials - trial);
  }

  private double secondsSince(long nanos) {
    return (nanoClock.getAsLong() - nanos) / 1e9;
  }

  private static Duration duration(double seconds) {
    return Duration.ofSeconds(Math.round(seconds));
  }
}
