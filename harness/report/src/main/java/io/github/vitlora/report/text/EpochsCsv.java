package io.github.vitlora.report.text;

import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.GradientNorms;
import io.github.vitlora.result.TrialResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The epochs of all trials as comma-separated values (RFC 4180), a line an epoch. */
public final class EpochsCsv {

  private static final String HEADER =
      "trial,regime,rank,seed,epoch,learningRate,trainLoss,trainAccuracy,validationLoss,"
          + "validationAccuracy,trainSeconds,validationSeconds,imagesPerSecond,stepSeconds,"
          + "gradientNorm,largestGradientNorm,clippedSteps";

  private EpochsCsv() {}

  /** Names as in {@code results.json}; figures as exact as there, absent ones empty. */
  public static String render(List<TrialResult> trials) {
    StringBuilder text = new StringBuilder(HEADER + Csv.END);
    for (TrialResult trial : trials) {
      for (EpochResult epoch : trial.epochs()) {
        text.append(
                cells(trial, epoch)
                    .map(cell -> cell instanceof Optional<?> some ? some.orElse(null) : cell)
                    .map(cell -> cell == null ? "" : Csv.quoted(cell.toString()))
                    .collect(Collectors.joining(",")))
            .append(Csv.END);
      }
    }
    return text.toString();
  }

  private static Stream<Object> cells(TrialResult trial, EpochResult epoch) {
    return Stream.of(
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
