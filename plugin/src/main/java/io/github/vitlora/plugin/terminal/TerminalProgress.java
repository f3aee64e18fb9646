package io.github.vitlora.plugin.terminal;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.TrialResult;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a bar that moves with every step, between the lines of a {@link LogProgress}. */
final class TerminalProgress implements BuildProgress {
  private static final int MAX_WIDTH = 118;
  private static final int UPDATE_MILLIS = 200;

  private final LogProgress lines;
  private final PrintStream terminal;
  private ProgressBar bar;

  TerminalProgress(LogProgress lines, PrintStream terminal) {
    this.lines = lines;
    this.terminal = terminal;
  }

  @Override
  public void preparing(String what) {
    lines.preparing(what);
  }

  @Override
  public void deciding(String what) {
    lines.deciding(what);
  }

  @Override
  public void warning(String what) {
    lines.warning(what);
  }

  @Override
  public void trialStarted(Trial trial) {
    lines.trialStarted(trial);
  }

  @Override
  public void trialHappened(Trial trial, TrialEvent event, Progress progress) {
    if (event instanceof TrialEvent.Stepped stepped) {
      show(trial, stepped, progress);
    } else {
      close();
      lines.trialHappened(trial, event, progress);
    }
  }

  private void show(Trial trial, TrialEvent.Stepped step, Progress progress) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(trial.id() + " epoch " + progress.epoch() + "/" + progress.epochs())
              .setInitialMax(progress.stepsPerEpoch())
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .hideEta()
              .setConsumer(new ConsoleProgressBarConsumer(terminal, MAX_WIDTH))
              .build();
    }
    bar.stepTo(step.step());
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            "loss %.3f %.1f img/s%s%s",
            step.loss(),
            step.imagesPerSecond(),
            progress.trialLeft().map(d -> ", trial " + NumberText.duration(d)).orElse(""),
            progress.experimentLeft().map(d -> ", all " + NumberText.duration(d)).orElse("")));
  }

  @Override
  public void trialEnded(Trial trial, TrialResult result) {
    close();
    lines.trialEnded(trial, result);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
