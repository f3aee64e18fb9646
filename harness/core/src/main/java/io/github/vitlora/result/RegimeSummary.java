package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.verdict.PairedDifference;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * One regime (at one rank) over its seeds: a row of the comparison.
 *
 * @param slug the regime's slug, rank included, {@code lora-r8} for example
 * @param regime its key
 * @param rank its rank, for regimes that have one
 * @param label what people read
 * @param seeds number of trials
 * @param completed how many of them completed
 * @param metrics the figures over the completed trials, by {@link Metric#key}; empty where none
 *     completed
 * @param difference to the regime that all others are held against, on the same test images; absent
 *     for that one, where predictions are missing, and in results of earlier versions
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RegimeSummary(
    String slug,
    String regime,
    Optional<Integer> rank,
    String label,
    int seeds,
    int completed,
    Map<String, Estimate> metrics,
    Optional<PairedDifference> difference)
    implements RegimeSummaryBuilder.With {

  /**
   * A mean over seeds.
   *
   * @param mean arithmetic mean
   * @param standardDeviation of the sample; absent for a single seed
   * @param interval half-width of the 95 % interval of the mean (Student's t); absent for a single
   *     seed
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Estimate(
      double mean, Optional<Double> standardDeviation, Optional<Double> interval) {}

  /** Whether this is full fine-tuning, which the other regimes are held against. */
  @JsonIgnore
  public boolean isReference() {
    return regime.equals(new Regime.FullFineTuning().key());
  }

  /** Whether {@code trial} is one of those that this row sums up. */
  public boolean sumsUp(TrialResult trial) {
    return trial.regime().equals(regime) && trial.rank().equals(rank);
  }

  /** The estimate of {@code metric}, where there is one. */
  public Optional<Estimate> estimate(Metric metric) {
    return Optional.ofNullable(metrics.get(metric.key()));
  }
}
