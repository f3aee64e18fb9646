package io.github.vitlora.report.table;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * The comparison as text cells, a row a regime; the first column is words, all others figures.
 *
 * @param headings one a column
 * @param rows as many cells each
 */
public record RegimeTable(List<String> headings, List<List<String>> rows) {

  public static final String NONE = "–";

  private static final List<String> HEADINGS =
      List.of(
          "Regime",
          "Seeds",
          "Accuracy",
          "vs full",
          "Loss",
          "Trained",
          "Share",
          "Saved",
          "Training",
          "Img/s",
          "Memory");

  /** What the headings leave unsaid. */
  public static final String LEGEND =
      "Accuracy and loss are those of the test split, means over the completed seeds ± 95 %"
          + " interval (Student's t); vs full is the difference to full fine-tuning in percentage"
          + " points; share is trained parameters over all; saved is what has to be stored;"
          + " training is the time of the training passes; memory is the peak of the process.";

  public static RegimeTable of(ExperimentResults results) {
    Optional<Double> full =
        results.comparisons().stream()
            .filter(row -> row.regime().equals("fullFineTuning"))
            .findFirst()
            .flatMap(row -> row.estimate(Metric.TEST_ACCURACY))
            .map(Estimate::mean);
    return new RegimeTable(
        HEADINGS, results.comparisons().stream().map(row -> cells(row, full)).toList());
  }

  private static List<String> cells(RegimeSummary row, Optional<Double> full) {
    List<String> cells = new ArrayList<>();
    cells.add(row.label());
    cells.add(row.completed() + "/" + row.seeds());
    cells.add(row.estimate(Metric.TEST_ACCURACY).map(RegimeTable::accuracy).orElse(NONE));
    cells.add(
        row.regime().equals("fullFineTuning") || full.isEmpty()
            ? NONE
            : mean(row, Metric.TEST_ACCURACY, m -> Units.signed(100 * (m - full.get()), 2)));
    cells.add(mean(row, Metric.TEST_LOSS, m -> Units.number(m, 4)));
    cells.add(mean(row, Metric.TRAINABLE_PARAMETERS, Units::count));
    cells.add(
        row.estimate(Metric.TOTAL_PARAMETERS)
            .map(total -> mean(row, Metric.TRAINABLE_PARAMETERS, m -> share(m / total.mean())))
            .orElse(NONE));
    cells.add(mean(row, Metric.SAVED_BYTES, Units::bytes));
    cells.add(mean(row, Metric.TRAINING_SECONDS, Units::seconds));
    cells.add(mean(row, Metric.IMAGES_PER_SECOND, m -> Units.number(m, 1)));
    cells.add(mean(row, Metric.PEAK_MEMORY_BYTES, Units::bytes));
    return List.copyOf(cells);
  }

  public static String accuracy(Estimate estimate) {
    return Units.number(100 * estimate.mean(), 2)
        + estimate.interval().map(i -> " ± " + margin(100 * i)).orElse("")
        + " %";
  }

  /** Two or three seeds give intervals whose second decimal says nothing and costs width. */
  private static String margin(double points) {
    return Units.number(points, points < 9.995 ? 2 : 1);
  }

  public static String share(double share) {
    return share == 1 ? "100 %" : Units.percent(share, 2);
  }

  private static String mean(RegimeSummary row, Metric metric, DoubleFunction<String> text) {
    return row.estimate(metric).map(e -> text.apply(e.mean())).orElse(NONE);
  }
}
