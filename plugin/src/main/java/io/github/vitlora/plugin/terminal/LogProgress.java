package io.github.vitlora.plugin.terminal;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.time.Duration;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** A line for each epoch and trial in Maven's log: what a build server keeps. */
final class LogProgress implements BuildProgress {
  private final Log log;

  LogProgress(Log log) {
    this.log = log;
  }

  @Override
  public void preparing(String what) {
    log.info(what);
  }

  @Override
  public void trialStarted(Trial trial) {
    log.info(trial.id() + ": starting (" + trial.regime().label() + ", seed " + trial.seed() + ")");
  }

  @Override
  public void trialHappened(Trial trial, TrialEvent event, Progress progress) {
    if (event instanceof TrialEvent.Started started) {
      log.info(
          String.format(
              Locale.ROOT,
              "%s: trial %d of %d trains %,d of %,d parameters",
              trial.id(),
              progress.trial(),
              progress.trials(),
              started.trainableParameters(),
              started.totalParameters()));
    } else if (event instanceof TrialEvent.TakenOver) {
      log.info(trial.id() + ": taken over, since nothing that determines its numbers has changed");
    } else if (event instanceof TrialEvent.Warned warned) {
      log.warn(trial.id() + ": " + warned.message());
    } else if (event instanceof TrialEvent.Trying trying) {
      log.info(
          trial.id()
              + ": learning rate %s, %d of %d to choose from"
                  .formatted(trying.learningRate(), trying.number(), trying.of()));
    } else if (event instanceof TrialEvent.GaveUp gaveUp) {
      log.warn(
          trial.id()
              + ": learning rate %s is out of the question: %s"
                  .formatted(gaveUp.learningRate(), gaveUp.message()));
    } else if (event instanceof TrialEvent.Chosen chosen) {
      log.info(
          String.format(
              Locale.ROOT,
              "%s: learning rate %s is the best, with validation accuracy %.1f %%",
              trial.id(),
              chosen.learningRate(),
              100 * chosen.validationAccuracy()));
    } else if (event instanceof TrialEvent.Resumed resumed) {
      log.info(
          trial.id()
              + (resumed.step() == 0
                  ? ": goes on where it was interrupted"
                  : ": goes on after step " + resumed.step()));
    } else if (event instanceof TrialEvent.EpochEnded ended) {
      log.info(trial.id() + ": " + epoch(ended.result(), progress));
    }
  }

  private static String epoch(EpochResult epoch, Progress progress) {
    String validation =
        epoch
            .validationAccuracy()
            .map(a -> String.format(Locale.ROOT, ", validation accuracy %.1f %%", 100 * a))
            .orElse("");
    String left =
        progress
            .experimentLeft()
            .map(d -> ", about " + NumberText.duration(d) + " left")
            .orElse("");
    return String.format(
        Locale.ROOT,
        "epoch %d/%d, loss %.4f, accuracy %.1f %%%s, %.1f images/s%s",
        epoch.epoch(),
        progress.epochs(),
        epoch.trainLoss(),
        100 * epoch.trainAccuracy(),
        validation,
        epoch.imagesPerSecond(),
        left);
  }

  @Override
  public void trialEnded(Trial trial, TrialResult result) {
    String wall = NumberText.duration(Duration.ofMillis(Math.round(1000 * result.wallSeconds())));
    if (result.status() == TrialStatus.COMPLETED) {
      result
          .test()
          .ifPresent(
              test ->
                  log.info(
                      String.format(
                          Locale.ROOT,
                          "%s: test accuracy %.2f %%, test loss %.4f, in %s",
                          trial.id(),
                          100 * test.accuracy(),
                          test.loss(),
                          wall)));
    } else {
      log.error(
          trial.id()
              + ": "
              + result.status().name().toLowerCase(Locale.ROOT)
              + " after "
              + wall
              + ": "
              + result.message().orElse(""));
    }
  }

  @Override
  public void close() {
    // Every line is whole.
  }
}
