package io.github.vitlora.report.page;

import io.github.vitlora.io.Json;
import io.github.vitlora.result.ClassResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Holds what the page "Compare" tells of classes and single images, as its scripts read it.
 *
 * @param classes their names, in the order of their labels
 * @param regimes accuracy and precision class by class
 * @param trials with predictions
 */
public record PredictionSection(
    List<String> classes, List<ClassFigures> regimes, List<TrialPredictions> trials) {

  /**
   * Holds a regime's figures class by class, each a mean over the seeds.
   *
   * @param accuracies one a class; absent where no image shows the class
   * @param precisions one a class; absent where no image is classified as it, or it is not known
   *     how many
   */
  record ClassFigures(
      String slug,
      String label,
      List<Optional<Double>> accuracies,
      List<Optional<Double>> precisions) {}

  /**
   * Gathers accuracies and predictions.
   *
   * @param predictions by the trial's id
   */
  public static PredictionSection of(
      ExperimentResults results, Map<String, List<Prediction>> predictions) {
    List<String> classes =
        results.trials().stream()
            .flatMap(trial -> trial.test().flatMap(TestResult::classes).stream())
            .findFirst()
            .map(all -> all.stream().map(ClassResult::name).toList())
            .orElse(List.of());
    List<ClassFigures> regimes = new ArrayList<>();
    List<TrialPredictions> trials = new ArrayList<>();
    Optional<RegimeSummary> reference =
        results.comparisons().stream().flatMap(row -> reference(results, row).stream()).findFirst();
    for (RegimeSummary row : results.comparisons()) {
      List<TrialResult> own = results.trials().stream().filter(row::sumsUp).toList();
      figures(row, own, classes).ifPresent(regimes::add);
      for (TrialResult trial : own) {
        if (predictions.containsKey(trial.id())) {
          Optional<TrialResult> other =
              reference.filter(r -> r != row).flatMap(r -> ofSeed(results, r, trial.seed()));
          trials.add(
              TrialPredictions.of(
                  row,
                  trial,
                  classes,
                  predictions.get(trial.id()),
                  other.map(t -> predictions.get(t.id()))));
        }
      }
    }
    return new PredictionSection(classes, regimes, trials);
  }

  private static Optional<RegimeSummary> reference(ExperimentResults results, RegimeSummary row) {
    return row.difference()
        .flatMap(
            d ->
                results.comparisons().stream()
                    .filter(other -> other.slug().equals(d.reference()))
                    .findFirst());
  }

  private static Optional<TrialResult> ofSeed(
      ExperimentResults results, RegimeSummary row, long seed) {
    return results.trials().stream().filter(row::sumsUp).filter(t -> t.seed() == seed).findFirst();
  }

  private static Optional<ClassFigures> figures(
      RegimeSummary row, List<TrialResult> trials, List<String> classes) {
    List<List<ClassResult>> all =
        trials.stream()
            .flatMap(trial -> trial.test().flatMap(TestResult::classes).stream())
            .filter(own -> own.stream().map(ClassResult::name).toList().equals(classes))
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClassFigures(
            row.slug(),
            row.label(),
            means(
                all,
                one ->
                    one.images() > 0 ? OptionalDouble.of(one.accuracy()) : OptionalDouble.empty()),
            means(all, ClassResult::precision)));
  }

  /** Means over the trials that have the figure, class by class. */
  private static List<Optional<Double>> means(
      List<List<ClassResult>> trials, Function<ClassResult, OptionalDouble> figure) {
    List<Optional<Double>> means = new ArrayList<>();
    for (int i = 0; i < trials.get(0).size(); i++) {
      int label = i;
      OptionalDouble mean =
          trials.stream()
              .map(own -> figure.apply(own.get(label)))
              .flatMapToDouble(OptionalDouble::stream)
              .average();
      means.add(mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty());
    }
    return means;
  }

  byte[] json() {
    return Json.bytes(this);
  }
}
