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

/** Writes a line for each epoch and trial to Maven's log, which a build server keeps. */
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
  public void deciding(String what) {
    log.info(what);
  }

  @Override
  public void warning(String what) {
    log.warn(what);
  }

  @Override
  public void trialStarted(Trial trial) {
    info(trial, "starting (%s, seed %d)", trial.regime().label(), trial.seed());
  }

  @Override
  public void trialHappened(Trial trial, TrialEvent event, Progress progress) {
    if (event instanceof TrialEvent.Started started) {
      info(
          trial,
          "trial %d of %d trains %,d of %,d parameters",
          progress.trial(),
          progress.trials(),
          started.trainableParameters(),
          started.totalParameters());
    } else if (event instanceof TrialEvent.TakenOver) {
      info(trial, "taken over, since nothing that determines its numbers has changed");
    } else if (event instanceof TrialEvent.Warned warned) {
      log.warn(trial.id() + ": " + warned.message());
    } else if (event instanceof TrialEvent.Trying trying) {
      info(
          trial,
          "learning rate %s, %d of %d to choose from",
          trying.learningRate(),
          trying.number(),
          trying.of());
    } else if (event instanceof TrialEvent.GaveUp gaveUp) {
      log.warn(
          trial.id()
              + ": learning rate %s is out of the question: %s"
                  .formatted(gaveUp.learningRate(), gaveUp.message()));
    } else if (event instanceof TrialEvent.Chosen chosen) {
      info(
          trial,
          "learning rate %s is the best, with validation accuracy %.1f %%",
          chosen.learningRate(),
          100 * chosen.validationAccuracy());
    } else if (event instanceof TrialEvent.Resumed resumed) {
      String where =
          resumed.step() == 0 ? "where it was interrupted" : "after step " + resumed.step();
      info(trial, "goes on %s", where);
    } else if (event instanceof TrialEvent.EpochEnded ended) {
      epoch(trial, ended.result(), progress);
    }
  }

  private void epoch(Trial trial, EpochResult epoch, Progress progress) {
    info(
        trial,
        "epoch %d/%d, loss %.4f, accuracy %.1f %%%s, %.1f images/s%s",
        epoch.epoch(),
        progress.epochs(),
        epoch.trainLoss(),
        100 * epoch.trainAccuracy(),
        epoch
            .validationAccuracy()
            .map(a -> String.format(Locale.ROOT, ", validation accuracy %.1f %%", 100 * a))
            .orElse(""),
        epoch.imagesPerSecond(),
        progress
            .experimentLeft()
            .map(d -> ", about " + NumberText.duration(d) + " left")
            .orElse(""));
  }

  @Override
  public void trialEnded(Trial trial, TrialResult result) {
    String wall = NumberText.duration(Duration.ofMillis(Math.round(1000 * result.wallSeconds())));
    if (result.status() == TrialStatus.COMPLETED) {
      result
          .test()
          .ifPresent(
              test ->
                  info(
                      trial,
                      "test accuracy %.2f %%, test loss %.4f, in %s",
                      100 * test.accuracy(),
                      test.loss(),
                      wall));
    } else {
      String status = result.status().name().toLowerCase(Locale.ROOT);
      log.error(
          "%s: %s after %s: %s".formatted(trial.id(), status, wall, result.message().orElse("")));
    }
  }

  private void info(Trial trial, String format, Object... arguments) {
    log.info(trial.id() + ": " + String.format(Locale.ROOT, format, arguments));
  }

  @Override
  public void close() {
    // Every line is whole.
  }
}
