package io.github.vitlora.report.text;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.vitlora.io.Csv;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.GradientNorms;
import io.github.vitlora.result.TrialResult;
import java.util.List;
import java.util.Optional;

/** Renders the epochs of all trials as comma-separated values (RFC 4180), a line for each. */
public final class EpochsCsv {
  /** Holds a line; names are those of {@code results.json}, in this order. */
  @JsonPropertyOrder({
    "trial",
    "regime",
    "rank",
    "seed",
    "epoch",
    "learningRate",
    "trainLoss",
    "trainAccuracy",
    "validationLoss",
    "validationAccuracy",
    "trainSeconds",
    "validationSeconds",
    "imagesPerSecond",
    "stepSeconds",
    "gradientNorm",
    "largestGradientNorm",
    "clippedSteps"
  })
  private record Line(
      String trial,
      String regime,
      Optional<Integer> rank,
      long seed,
      int epoch,
      double learningRate,
      double trainLoss,
      double trainAccuracy,
      Optional<Double> validationLoss,
      Optional<Double> validationAccuracy,
      double trainSeconds,
      double validationSeconds,
      double imagesPerSecond,
      Optional<Double> stepSeconds,
      Optional<Double> gradientNorm,
      Optional<Double> largestGradientNorm,
      Optional<Integer> clippedSteps) {

    static Line of(TrialResult trial, EpochResult epoch) {
      return new Line(
          trial.id(),
          trial.regime(),
          trial.rank(),
          trial.seed(),
          epoch.epoch(),
          epoch.learningRate(),
          epoch.trainLoss(),
          epoch.trainAccuracy(),
          epoch.validationLoss(),
          epoch.validationAccuracy(),
          epoch.trainSeconds(),
          epoch.validationSeconds(),
          epoch.imagesPerSecond(),
          epoch.stepSeconds(),
          epoch.gradientNorms().map(GradientNorms::mean),
          epoch.gradientNorms().map(GradientNorms::largest),
          epoch.gradientNorms().map(GradientNorms::clippedSteps));
    }
  }

  private EpochsCsv() {}

  /** Renders figures as exact as in {@code results.json}, and leaves absent ones empty. */
  public static String render(List<TrialResult> trials) {
    return Csv.render(
        Line.class,
        trials.stream()
            .flatMap(trial -> trial.epochs().stream().map(epoch -> Line.of(trial, epoch)))
            .toList());
  }
}
