package io.github.vitlora.judge;

import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.PairedDifference;
import io.github.vitlora.verdict.PairedDifference.Method;
import io.github.vitlora.verdict.PairedDifferenceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds every regime against one on the same test images. The reference is full fine-tuning or,
 * where there is none, the first regime.
 */
public final class PairedComparison {
  private PairedComparison() {}

  /**
   * Compares the regimes of {@code results} on the same test images.
   *
   * @param predictions on the test images, by the trial's id; may be fewer than the trials
   */
  public static ExperimentResults of(
      ExperimentResults results, Map<String, List<Prediction>> predictions) {
    return results.withComparisons(compare(results.comparisons(), results.trials(), predictions));
  }

  /**
   * Adds its difference to each row that can be compared with the reference's.
   *
   * @param rows of the regimes, in descriptor order
   * @param trials that they sum up
   * @param predictions on the test images, by the trial's id; trials without any take no part
   */
  private static List<RegimeSummary> compare(
      List<RegimeSummary> rows,
      List<TrialResult> trials,
      Map<String, List<Prediction>> predictions) {
    Optional<RegimeSummary> reference =
        rows.stream()
            .filter(RegimeSummary::isReference)
            .findFirst()
            .or(() -> rows.stream().findFirst());
    if (reference.isEmpty()) {
      return rows;
    }
    Map<Long, Map<String, Boolean>> theirs = bySeed(reference.get(), trials, predictions);
    Map<String, PairedDifference> differences = new LinkedHashMap<>();
    // Side by side: with many seeds, resampling is most of what a report takes.
    rows.parallelStream()
        .filter(row -> row != reference.get())
        .map(row -> paired(row, bySeed(row, trials, predictions), theirs))
        .filter(pair -> !pair.outcomes().seeds().isEmpty())
        .map(pair -> Map.entry(pair.slug(), difference(reference.get().slug(), pair.outcomes())))
        .forEachOrdered(one -> differences.put(one.getKey(), one.getValue()));
    adjust(differences);
    return rows.stream()
        .map(row -> row.withDifference(Optional.ofNullable(differences.get(row.slug()))))
        .toList();
  }

  private record Pair(String slug, PairedOutcomes outcomes) {}

  private static Pair paired(
      RegimeSummary row,
      Map<Long, Map<String, Boolean>> ours,
      Map<Long, Map<String, Boolean>> theirs) {
    return new Pair(row.slug(), PairedOutcomes.of(ours, theirs));
  }

  private static Map<Long, Map<String, Boolean>> bySeed(
      RegimeSummary row, List<TrialResult> trials, Map<String, List<Prediction>> predictions) {
    Map<Long, Map<String, Boolean>> bySeed = new HashMap<>();
    trials.stream()
        .filter(row::sumsUp)
        .filter(trial -> trial.status() == TrialStatus.COMPLETED)
        .filter(trial -> predictions.containsKey(trial.id()))
        .forEach(
            trial -> bySeed.put(trial.seed(), PairedOutcomes.correct(predictions.get(trial.id()))));
    return bySeed;
  }

  private static PairedDifference difference(String reference, PairedOutcomes outcomes) {
    return outcomes.seeds().size() == 1
        ? ofOneSeed(reference, outcomes)
        : ofSeveralSeeds(reference, outcomes);
  }

  private static PairedDifference ofOneSeed(String reference, PairedOutcomes outcomes) {
    PairedOutcomes.Seed seed = outcomes.seeds().get(0);
    int here = seed.count(true, false);
    int there = seed.count(false, true);
    NewcombeInterval interval =
        NewcombeInterval.of(seed.count(true, true), here, there, seed.count(false, false));
    double p = McNemarTest.pValue(here, there);
    return difference(reference, Method.MCNEMAR, outcomes, p)
        .low(interval.low())
        .high(interval.high())
        .build();
  }

  private static PairedDifference ofSeveralSeeds(String reference, PairedOutcomes outcomes) {
    PairedBootstrap bootstrap = PairedBootstrap.of(outcomes);
    return difference(reference, Method.BOOTSTRAP, outcomes, bootstrap.pValue())
        .low(bootstrap.low())
        .high(bootstrap.high())
        .resamples(PairedBootstrap.RESAMPLES)
        .build();
  }

  private static PairedDifferenceBuilder difference(
      String reference, Method method, PairedOutcomes outcomes, double pValue) {
    return PairedDifferenceBuilder.builder()
        .reference(reference)
        .method(method)
        .seeds(outcomes.seeds().stream().map(PairedOutcomes.Seed::seed).toList())
        .images(outcomes.images())
        .onlyHere(outcomes.discordant(true))
        .onlyReference(outcomes.discordant(false))
        .difference(outcomes.difference())
        .pValue(pValue)
        .adjustedPValue(pValue)
        .comparisons(1);
  }

  /** Over all comparisons with the reference, which are the family. */
  private static void adjust(Map<String, PairedDifference> differences) {
    List<String> slugs = new ArrayList<>(differences.keySet());
    double[] adjusted =
        HolmCorrection.adjust(
            slugs.stream().mapToDouble(slug -> differences.get(slug).pValue()).toArray());
    for (int i = 0; i < adjusted.length; i++) {
      double value = adjusted[i];
      differences.computeIfPresent(
          slugs.get(i),
          (slug, one) -> one.with(d -> d.adjustedPValue(value).comparisons(slugs.size())));
    }
  }
}
