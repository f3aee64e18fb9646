package io.github.vitlora.report.table;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a trial trains until it is nearly as good on the validation images as full fine-tuning
 * ends up. Epochs are what is measured: the time is that at the end of the first good enough one.
 *
 * @param accuracy the validation accuracy to reach, in [0, 1]
 */
public record TimeToAccuracy(double accuracy) {

  /** One percentage point. */
  private static final double MARGIN = 0.01;

  /** Accuracies are counts over counts; what differs by less differs by rounding. */
  private static final double ROUNDING = 1e-9;

  /** What full fine-tuning reaches after its last epoch, less one point; none without it. */
  public static Optional<TimeToAccuracy> nearFullFineTuning(ExperimentResults results) {
    return results.comparisons().stream()
        .filter(row -> row.regime().equals("fullFineTuning"))
        .findFirst()
        .flatMap(row -> row.estimate(Metric.VALIDATION_ACCURACY))
        .map(estimate -> new TimeToAccuracy(estimate.mean() - MARGIN));
  }

  /** Seconds of training passes up to there; none if the trial never got there. */
  public OptionalDouble seconds(TrialResult trial) {
    double seconds = 0;
    for (EpochResult epoch : trial.epochs()) {
      seconds += epoch.trainSeconds();
      if (epoch.validationAccuracy().filter(a -> a >= accuracy - ROUNDING).isPresent()) {
        return OptionalDouble.of(seconds);
      }
    }
    return OptionalDouble.empty();
  }
}
