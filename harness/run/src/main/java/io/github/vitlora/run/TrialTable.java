package io.github.vitlora.run;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.report.table.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders an experiment's trials with their exact parameter counts, as text. */
public final class TrialTable {
  private TrialTable() {}

  /**
   * Renders a line for each trial, and for each regime whose trials train by several learning
   * rates.
   *
   * @param experiment whose trials
   * @param classes number of classes of its data set
   */
  public static String render(Experiment experiment, int classes) {
    Architecture architecture = Architecture.named(experiment.model().architecture()).orElseThrow();
    List<Table.Row> rows =
        experiment.trials().stream()
            .map(trial -> row(trial, ParameterCount.of(architecture, trial.regime(), classes)))
            .toList();
    List<String> headings =
        List.of(Metric.TRAINABLE_PARAMETERS.heading(), Metric.TOTAL_PARAMETERS.heading(), "Share");
    StringBuilder table = new StringBuilder(TextTable.render(Table.of("Trial", headings, rows)));
    experiment.regimes().stream()
        .filter(regime -> !rates(experiment, regime).isEmpty())
        .forEach(regime -> table.append(rateLine(experiment, regime)));
    return table.toString();
  }

  private static String rateLine(Experiment experiment, Regime regime) {
    List<Double> rates = rates(experiment, regime);
    String listed = rates.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return experiment
        .searchingSeed(regime)
        .map(
            seed ->
                String.format(
                    Locale.ROOT,
                    "%s searches the learning rate of %s: %s, and on while the best lies at an end%n",
                    experiment.trial(regime, seed).id(),
                    regime.slug(),
                    listed))
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "each trial of %s trains by %d learning rates: %s%n",
                    regime.slug(),
                    rates.size(),
                    listed));
  }

  private static Table.Row row(Trial trial, ParameterCount count) {
    return Table.Row.of(
        trial.id(),
        NumberText.count(count.trainable()),
        NumberText.count(count.total()),
        NumberText.percent(1.0 * count.trainable() / count.total(), 2));
  }

  private static List<Double> rates(Experiment experiment, Regime regime) {
    return experiment.training(regime).options().learningRates();
  }
}
