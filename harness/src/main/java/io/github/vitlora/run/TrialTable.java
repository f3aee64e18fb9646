package io.github.vitlora.run;

import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ParameterCount;
import io.github.vitlora.experiment.Trial;
import java.util.Locale;

/** An experiment's trials with their exact parameter counts, as text. */
public final class TrialTable {
  private TrialTable() {}

  /**
   * One line a trial.
   *
   * @param experiment whose trials
   * @param classes number of classes of its data set
   */
  public static String render(Experiment experiment, int classes) {
    Architecture architecture = Architecture.named(experiment.model().architecture()).orElseThrow();
    int idWidth =
        experiment.trials().stream().mapToInt(trial -> trial.id().length()).max().orElse(5);
    String format = "%-" + Math.max(idWidth, 5) + "s  %15s  %15s  %8s%n";
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, format, "trial", "trainable", "total", "share"));
    for (Trial trial : experiment.trials()) {
      ParameterCount count = ParameterCount.of(architecture, trial.regime(), classes);
      table.append(
          String.format(
              Locale.ROOT,
              format,
              trial.id(),
              String.format(Locale.ROOT, "%,d", count.trainable()),
              String.format(Locale.ROOT, "%,d", count.total()),
              String.format(Locale.ROOT, "%.2f %%", 100.0 * count.trainable() / count.total())));
    }
    return table.toString();
  }
}
