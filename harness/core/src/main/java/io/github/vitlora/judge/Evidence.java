package io.github.vitlora.judge;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.judge.ComparisonRows.Undecidable;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.ClassificationFigures;
import io.github.vitlora.result.ClassifiedImages;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What trials say about a metric, seed by seed and image by image: what a claim with confidence
 * rests on. Two regimes are compared under the same seed on the same image.
 */
class Evidence {

  private final List<TrialResult> trials;
  private final Map<String, List<Prediction>> predictions;
  private final Map<String, ClassifiedImages> known = new HashMap<>();

  /**
   * Takes them together.
   *
   * @param predictions on the test images, by the trial's id; may be fewer than the trials
   */
  Evidence(List<TrialResult> trials, Map<String, List<Prediction>> predictions) {
    this.trials = Comparison.withFigures(trials, predictions);
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

  /** The trial of a regime under a seed, whatever became of it. */
  Optional<TrialResult> trial(Regime regime, long seed) {
    return trials.stream().filter(t -> t.seed() == seed && isOf(t, regime)).findFirst();
  }

  /** All trials of some regimes, whatever became of them. */
  List<TrialResult> trials(List<Regime> regimes) {
    return trials.stream().filter(t -> regimes.stream().anyMatch(r -> isOf(t, r))).toList();
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
    if (!metric.isOfTestImages()) {
      return VarianceComponents.ofSeeds(wholes(regime, against, metric, seeds));
    }
    if (seeds.isEmpty()) {
      throw new Undecidable(
          regime.label()
              + against.map(a -> " and " + a.regime().label()).orElse("")
              + " have no completed trials under one seed");
    }
    List<Pair> pairs = new ArrayList<>();
    for (long seed : seeds) {
      pairs.add(pair(regime, against, metric, seed));
    }
    // Where each seed has images of its own, their variance is in that of the seeds.
    boolean sameImages =
        pairs.stream().allMatch(pair -> pair.own().hasImagesOf(pairs.get(0).own()));
    return metric.isMeanOverImages()
        ? ofTable(pairs, ofImage(metric), sameImages, against.isPresent() && countsImages(metric))
        : ofResamples(pairs, metric, sameImages, against.isPresent() && countsImages(metric));
  }

  /** Whether it counts images that are classified correctly, in whatever way. */
  private static boolean countsImages(Metric metric) {
    return switch (metric) {
      case TEST_ACCURACY, TOP5_ACCURACY, BALANCED_ACCURACY, MACRO_F1 -> true;
      default -> false;
    };
  }

  /**
   * What a regime predicted under a seed, and what the one predicted that it is held against.
   *
   * @param factor what the other's figure is multiplied by
   */
  private record Pair(ClassifiedImages own, Optional<ClassifiedImages> theirs, double factor) {

    int images() {
      return own.predictions().size();
    }

    /** The figure of each image, less the other's. */
    double[] differences(ToDoubleFunction<Prediction> ofImage) {
      double[] row = own.predictions().stream().mapToDouble(ofImage).toArray();
      for (int i = 0; theirs.isPresent() && i < row.length; i++) {
        row[i] -= factor * ofImage.applyAsDouble(theirs.get().predictions().get(i));
      }
      return row;
    }

    /** The figure of a resample, less the other's. */
    double difference(Metric metric, int[] times) {
      double figure = own.figure(metric, times);
      return theirs.isPresent() ? figure - factor * theirs.get().figure(metric, times) : figure;
    }

    /** On how many images the two differ. */
    long discordant(ToDoubleFunction<Prediction> ofImage) {
      return theirs.isEmpty()
          ? 0
          : IntStream.range(0, images())
              .filter(
                  i ->
                      ofImage.applyAsDouble(own.predictions().get(i))
                          != ofImage.applyAsDouble(theirs.get().predictions().get(i)))
              .count();
    }

    static double discordance(List<Pair> pairs, ToDoubleFunction<Prediction> ofImage) {
      return (double) pairs.stream().mapToLong(pair -> pair.discordant(ofImage)).sum()
          / pairs.stream().mapToLong(Pair::images).sum();
    }
  }

  private static VarianceComponents ofTable(
      List<Pair> pairs,
      ToDoubleFunction<Prediction> ofImage,
      boolean sameImages,
      boolean comparesCounts) {
    double[][] table =
        pairs.stream().map(pair -> pair.differences(ofImage)).toArray(double[][]::new);
    return sameImages
        ? VarianceComponents.of(
            table,
            comparesCounts ? Optional.of(Pair.discordance(pairs, ofImage)) : Optional.empty())
        : VarianceComponents.ofSeeds(
            Arrays.stream(table)
                .mapToDouble(row -> Arrays.stream(row).sum() / row.length)
                .toArray());
  }

  private static VarianceComponents ofResamples(
      List<Pair> pairs, Metric metric, boolean sameImages, boolean comparesCounts) {
    if (!sameImages) {
      return VarianceComponents.ofSeeds(
          pairs.stream()
              .mapToDouble(pair -> pair.difference(metric, ImageBootstrap.once(pair.images())))
              .toArray());
    }
    return ImageBootstrap.of(
        pairs.size(),
        pairs.get(0).images(),
        (seed, times) -> pairs.get(seed).difference(metric, times),
        comparesCounts
            ? Optional.of(Pair.discordance(pairs, ofImage(Metric.TEST_ACCURACY)))
            : Optional.empty());
  }

  private Pair pair(Regime regime, Optional<Against> against, Metric metric, long seed)
      throws Undecidable {
    ClassifiedImages own = images(regime, metric, seed);
    if (against.isEmpty()) {
      return new Pair(own, Optional.empty(), 0);
    }
    Regime other = against.get().regime();
    ClassifiedImages theirs = against.get().evidence().images(other, metric, seed);
    if (!own.hasImagesOf(theirs)) {
      throw new Undecidable(
          "%s and %s were not tested on the same images under seed %d"
              .formatted(regime.label(), other.label(), seed));
    }
    return new Pair(own, Optional.of(theirs), against.get().factor());
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

  /** What a metric is the mean of over the test images. */
  private static ToDoubleFunction<Prediction> ofImage(Metric metric) {
    return switch (metric) {
      case TEST_ACCURACY -> one -> one.correct() ? 1 : 0;
      case TEST_LOSS -> Prediction::loss;
      case TOP5_ACCURACY -> ClassificationFigures::isInTop5;
      case BRIER -> ClassificationFigures::brierOf;
      default -> throw new IllegalArgumentException(metric + " is no mean over images");
    };
  }

  /** The predictions that a metric follows from, which earlier versions may lack. */
  private ClassifiedImages images(Regime regime, Metric metric, long seed) throws Undecidable {
    String id = trial(regime, seed).orElseThrow().id();
    List<Prediction> ofTrial = predictions.get(id);
    if (ofTrial == null) {
      throw new Undecidable(
          "the predictions of %s are not at hand: train it again, or report from a folder that has them"
              .formatted(id));
    }
    whole(regime, metric, seed);
    return known.computeIfAbsent(id, key -> ClassifiedImages.of(ofTrial));
  }
}
