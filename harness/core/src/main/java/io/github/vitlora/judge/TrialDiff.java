package io.github.vitlora.judge;

import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A trial and its repetition.
 *
 * @param id the trial's slug
 * @param figures how many figures were compared; times and memory are not among them
 * @param weights how the stored weights compare, where both results carry their hash; within
 *     tolerance means here that they differ while the figures are near
 * @param predictions how the predictions on the test images compare, likewise
 * @param differences the figures that did not come out the same
 * @param inputs what the trials' numbers follow from that is not the same: {@code recipe}, {@code
 *     weights}, {@code images}, {@code platform}
 */
public record TrialDiff(
    String id,
    int figures,
    Optional<Agreement> weights,
    Optional<Agreement> predictions,
    List<FigureDiff> differences,
    List<String> inputs) {
  private static final String ABSENT = "absent";

  /** Copies the lists. */
  public TrialDiff {
    differences = List.copyOf(differences);
    inputs = List.copyOf(inputs);
  }

  static TrialDiff of(TrialResult reference, TrialResult repeated, double tolerance) {
    Map<String, ComparedValue> before = ComparedValue.of(reference);
    Map<String, ComparedValue> after = ComparedValue.of(repeated);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    List<FigureDiff> differences = new ArrayList<>();
    for (String name : names) {
      Optional<ComparedValue> a = Optional.ofNullable(before.get(name));
      Optional<ComparedValue> b = Optional.ofNullable(after.get(name));
      Agreement agreement =
          a.isPresent() && b.isPresent()
              ? a.get().compare(b.get(), tolerance)
              : Agreement.DIFFERENT;
      if (agreement != Agreement.BIT_EQUAL) {
        differences.add(new FigureDiff(name, text(a), text(b), agreement));
      }
    }
    return new TrialDiff(
        reference.id(),
        names.size(),
        hashes(reference.savedSha256(), repeated.savedSha256()),
        hashes(predictions(reference), predictions(repeated)),
        differences,
        inputs(reference, repeated));
  }

  /** The worst of figures, weights and predictions. */
  public Agreement agreement() {
    return Stream.concat(
            differences.stream().map(FigureDiff::agreement),
            Stream.of(weights, predictions).flatMap(Optional::stream))
        .reduce(Agreement.BIT_EQUAL, Agreement::worse);
  }

  private static String text(Optional<ComparedValue> figure) {
    return figure.map(ComparedValue::text).orElse(ABSENT);
  }

  private static Optional<String> predictions(TrialResult trial) {
    return trial.test().flatMap(TestResult::predictionsSha256);
  }

  private static Optional<Agreement> hashes(Optional<String> reference, Optional<String> repeated) {
    if (reference.isEmpty() || repeated.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        reference.equals(repeated) ? Agreement.BIT_EQUAL : Agreement.WITHIN_TOLERANCE);
  }

  private static List<String> inputs(TrialResult reference, TrialResult repeated) {
    if (reference.provenance().isEmpty() || repeated.provenance().isEmpty()) {
      return List.of();
    }
    Provenance before = reference.provenance().get();
    Provenance after = repeated.provenance().get();
    List<String> changed = new ArrayList<>();
    addWhereChanged(changed, "recipe", before.recipe(), after.recipe());
    addWhereChanged(changed, "weights", before.weights(), after.weights());
    addWhereChanged(changed, "images", before.images(), after.images());
    addWhereChanged(changed, "platform", before.platform(), after.platform());
    return changed;
  }

  private static void addWhereChanged(
      List<String> changed, String what, String before, String after) {
    if (!before.equals(after)) {
      changed.add(what);
    }
  }
}
