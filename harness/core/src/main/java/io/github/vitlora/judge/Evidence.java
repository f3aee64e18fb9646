package io.github.vitlora.judge;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.judge.ComparisonRows.Undecidable;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What trials say about a metric, seed by seed and image by image: what a claim with confidence
 * rests on. Two regimes are compared under the same seed on the same image.
 */
class Evidence {

  private final List<TrialResult> trials;
  private final Map<String, List<Prediction>> predictions;
  private final Map<String, Figures> known = new HashMap<>();

  /**
   * Takes them together.
   *
   * @param predictions on the test images, by the trial's id; may be fewer than the trials
   */
  Evidence(List<TrialResult> trials, Map<String, List<Prediction>> predictions) {
    this.trials = trials;
    this.predictions = predictions;
  }

  /**
   * A regime that another one is held against.
   *
   * @param evidence of the run whose trials it has
   * @param factor what its figure is multiplied by
   */
  record Against(Evidence evidence, Regime regime, double factor) {

    private boolean has(long seed) {
      return evidence.completed(regime, seed).isPresent();
    }
  }

  /** Holds a regime of another or the same run against one of this run's. */
  Against against(Regime regime, double factor) {
    return new Against(this, regime, factor);
  }

  /** A figure of each image, in the order of the images' names. */
  private record Figures(String[] images, double[] values) {}

  /** The seeds under which a regime, and the one it is held against, have completed trials. */
  List<Long> seeds(Regime regime, Optional<Against> against) {
    return trials.stream()
        .filter(trial -> isOf(trial, regime) && trial.status() == TrialStatus.COMPLETED)
        .map(TrialResult::seed)
        .filter(seed -> against.isEmpty() || against.get().has(seed))
        .sorted()
        .toList();
  }

  /** All trials of some regimes, whatever became of them. */
  List<TrialResult> trials(List<Regime> regimes) {
    return trials.stream().filter(t -> regimes.stream().anyMatch(r -> isOf(t, r))).toList();
  }

  /** The trial of a regime under a seed, whatever became of it. */
  Optional<TrialResult> trial(Regime regime, long seed) {
    return trials.stream().filter(t -> t.seed() == seed && isOf(t, regime)).findFirst();
  }

  private Optional<TrialResult> completed(Regime regime, long seed) {
    return trial(regime, seed).filter(trial -> trial.status() == TrialStatus.COMPLETED);
  }

  private static boolean isOf(TrialResult trial, Regime regime) {
    return trial.regime().equals(regime.key())
        && trial.rank().equals(regime.rankIfAny().stream().boxed().findFirst());
  }

  /**
   * The metric of a regime, less that of another one where it is held against one.
   *
   * @param seeds under which both have completed trials
   * @throws Undecidable if a trial lacks the metric, or its predictions are not at hand
   */
  VarianceComponents of(Regime regime, Optional<Against> against, Metric metric, List<Long> seeds)
      throws Undecidable {
    Optional<ToDoubleFunction<Prediction>> ofImage = ofImage(metric);
    if (ofImage.isEmpty()) {
      return VarianceComponents.ofSeeds(wholes(regime, against, metric, seeds));
    }
    double[][] table = new double[seeds.size()][];
    String[] images = null;
    boolean sameImages = true;
    long discordant = 0;
    long cells = 0;
    for (int s = 0; s < table.length; s++) {
      Figures own = figures(regime, seeds.get(s), metric, ofImage.get());
      table[s] = own.values().clone();
      if (against.isPresent()) {
        Figures theirs =
            against
                .get()
                .evidence()
                .figures(against.get().regime(), seeds.get(s), metric, ofImage.get());
        if (!Arrays.equals(own.images(), theirs.images())) {
          throw new Undecidable(
              "%s and %s were not tested on the same images under seed %d"
                  .formatted(regime.label(), against.get().regime().label(), seeds.get(s)));
        }
        for (int i = 0; i < table[s].length; i++) {
          table[s][i] -= against.get().factor() * theirs.values()[i];
          discordant += own.values()[i] == theirs.values()[i] ? 0 : 1;
        }
      }
      cells += table[s].length;
      sameImages &= images == null || Arrays.equals(images, own.images());
      images = own.images();
    }
    if (!sameImages) {
      // Each seed has images of its own, whose variance is in that of the seeds.
      return VarianceComponents.ofSeeds(
          Arrays.stream(table).mapToDouble(row -> Arrays.stream(row).sum() / row.length).toArray());
    }
    return VarianceComponents.of(
        table,
        against.isPresent() && metric == Metric.TEST_ACCURACY
            ? Optional.of((double) discordant / cells)
            : Optional.empty());
  }

  private double[] wholes(Regime regime, Optional<Against> against, Metric metric, List<Long> seeds)
      throws Undecidable {
    double[] figures = new double[seeds.size()];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = whole(regime, metric, seeds.get(i));
      if (against.isPresent()) {
        figures[i] -=
            against.get().factor()
                * against.get().evidence().whole(against.get().regime(), metric, seeds.get(i));
      }
    }
    return figures;
  }

  private double whole(Regime regime, Metric metric, long seed) throws Undecidable {
    return trial(regime, seed)
        .map(trial -> trial.metric(metric))
        .orElseThrow()
        .orElseThrow(
            () -> new Undecidable("the trials of " + regime.label() + " have no " + metric.key()));
  }

  /** What a metric is the mean of over the test images; empty for one that is no such mean. */
  static Optional<ToDoubleFunction<Prediction>> ofImage(Metric metric) {
    return switch (metric) {
      case TEST_ACCURACY -> Optional.of(one -> one.correct() ? 1 : 0);
      case TEST_LOSS -> Optional.of(Prediction::loss);
      default -> Optional.empty();
    };
  }

  private Figures figures(
      Regime regime, long seed, Metric metric, ToDoubleFunction<Prediction> ofImage)
      throws Undecidable {
    String id = trial(regime, seed).orElseThrow().id();
    List<Prediction> ofTrial = predictions.get(id);
    if (ofTrial == null) {
      throw new Undecidable(
          "the predictions of %s are not at hand: train it again, or report from a folder that has them"
              .formatted(id));
    }
    return known.computeIfAbsent(id + metric, key -> figures(ofTrial, ofImage));
  }

  private static Figures figures(List<Prediction> ofTrial, ToDoubleFunction<Prediction> ofImage) {
    List<Prediction> sorted =
        ofTrial.stream().sorted(Comparator.comparing(Prediction::image)).toList();
    return new Figures(
        sorted.stream().map(Prediction::image).toArray(String[]::new),
        sorted.stream().mapToDouble(ofImage).toArray());
  }
}
