package io.github.vitlora.run;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.regime.Regime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An experiment's trials with their exact parameter counts, as text. */
public final class TrialTable {
  private TrialTable() {}

  /**
   * One line a trial, and one for each regime whose trials try several learning rates: they train
   * as often.
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
    experiment.regimes().stream()
        .filter(regime -> !rates(experiment, regime).isEmpty())
        .forEach(
            regime ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        "each trial of %s trains by %d learning rates: %s%n",
                        regime.slug(),
                        rates(experiment, regime).size(),
                        rates(experiment, regime).stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")))));
    return table.toString();
  }

  private static List<Double> rates(Experiment experiment, Regime regime) {
    return experiment.training(regime).options().learningRates();
  }
}
