package io.github.vitlora.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds a trial's predictions as the page "Compare" shows them.
 *
 * @param confusion label, predicted label and number of images, wherever there is one
 * @param mistakes the most confident ones first
 * @param disagreement with the reference of the same seed; absent for the reference itself
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TrialPredictions(
    String id,
    String slug,
    String label,
    long seed,
    int images,
    int correct,
    List<int[]> confusion,
    List<Shown> mistakes,
    Optional<Disagreement> disagreement) {

  /** Limits how many mistakes are shown, and how many disagreements. */
  static final int MOST_SHOWN = 12;

  /**
   * Holds an image and what a trial predicted of it.
   *
   * @param picture names it among the report's data, if it is there
   */
  record Shown(
      String image,
      String picture,
      String trueClass,
      String predictedClass,
      float probability,
      float trueClassProbability) {

    static Shown of(Prediction one) {
      return new Shown(
          one.image(),
          TestImages.key(one.image()),
          one.trueClass(),
          one.predictedClass(),
          one.probability(),
          one.trueClassProbability());
    }
  }

  /**
   * Tells where two trials of one seed predict different classes.
   *
   * @param onlyHere images that this trial alone classifies correctly
   * @param onlyReference images that the reference alone does
   * @param bothWrong images that both get wrong, as different classes
   * @param pairs the furthest apart on the true class first
   */
  record Disagreement(int onlyHere, int onlyReference, int bothWrong, List<Pair> pairs) {}

  /** Holds one image as both trials see it. */
  record Pair(Shown here, Shown reference) {

    private double apart() {
      return Math.abs(here.trueClassProbability() - reference.trueClassProbability());
    }
  }

  /**
   * Gathers a trial's predictions.
   *
   * @param classes in the order of their labels
   * @param reference predictions of the reference under the same seed, if this is another regime
   */
  static TrialPredictions of(
      RegimeSummary row,
      TrialResult trial,
      List<String> classes,
      List<Prediction> predictions,
      Optional<List<Prediction>> reference) {
    return new TrialPredictions(
        trial.id(),
        row.slug(),
        row.label(),
        trial.seed(),
        predictions.size(),
        (int) predictions.stream().filter(Prediction::correct).count(),
        confusion(classes, predictions),
        predictions.stream()
            .filter(one -> !one.correct())
            .sorted(
                Comparator.comparing(Prediction::probability)
                    .reversed()
                    .thenComparing(Prediction::image))
            .limit(MOST_SHOWN)
            .map(Shown::of)
            .toList(),
        reference.map(others -> disagreement(predictions, others)));
  }

  /** Returns every image that is shown of this trial, the most telling first. */
  List<String> shown() {
    List<String> images = new ArrayList<>();
    List<Pair> pairs = disagreement.map(Disagreement::pairs).orElse(List.of());
    for (int i = 0; i < MOST_SHOWN; i++) {
      if (i < mistakes.size()) {
        images.add(mistakes.get(i).image());
      }
      if (i < pairs.size()) {
        images.add(pairs.get(i).here().image());
      }
    }
    return images;
  }

  private static List<int[]> confusion(List<String> classes, List<Prediction> predictions) {
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(name -> labels.put(name, labels.size()));
    Map<Integer, Map<Integer, Integer>> counts = new TreeMap<>();
    for (Prediction one : predictions) {
      Integer label = labels.get(one.trueClass());
      Integer predicted = labels.get(one.predictedClass());
      if (label != null && predicted != null) {
        counts.computeIfAbsent(label, l -> new TreeMap<>()).merge(predicted, 1, Integer::sum);
      }
    }
    List<int[]> cells = new ArrayList<>();
    counts.forEach((label, row) -> row.forEach((p, n) -> cells.add(new int[] {label, p, n})));
    return cells;
  }

  private static Disagreement disagreement(
      List<Prediction> predictions, List<Prediction> reference) {
    Map<String, Prediction> others =
        reference.stream()
            .collect(Collectors.toMap(Prediction::image, Function.identity(), (a, b) -> a));
    int onlyHere = 0;
    int onlyReference = 0;
    int bothWrong = 0;
    List<Pair> pairs = new ArrayList<>();
    for (Prediction here : predictions) {
      Prediction there = others.get(here.image());
      if (there != null && !there.predictedClass().equals(here.predictedClass())) {
        onlyHere += here.correct() ? 1 : 0;
        onlyReference += there.correct() ? 1 : 0;
        bothWrong += here.correct() || there.correct() ? 0 : 1;
        pairs.add(new Pair(Shown.of(here), Shown.of(there)));
      }
    }
    pairs.sort(
        Comparator.comparingDouble(Pair::apart)
            .reversed()
            .thenComparing(pair -> pair.here().image()));
    return new Disagreement(
        onlyHere,
        onlyReference,
        bothWrong,
        List.copyOf(pairs.subList(0, Math.min(MOST_SHOWN, pairs.size()))));
  }
}
