package io.github.vitlora.report.page;

import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TrialResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The learning curve of a regime: each epoch's figures, averaged over its seeds. */
final class MeanCurve {

  /**
   * An epoch's figures; one is absent where no seed has a finite one.
   *
   * @param epoch counted from 1
   * @param seeds how many trials finished the epoch
   */
  record Point(
      int epoch,
      int seeds,
      Optional<Double> learningRate,
      Optional<Double> trainLoss,
      Optional<Double> validationLoss,
      Optional<Double> trainAccuracy,
      Optional<Double> validationAccuracy) {}

  private MeanCurve() {}

  /** The epochs that any of the trials finished. Diverged trials count as far as they came. */
  static List<Point> of(List<TrialResult> trials) {
    int last =
        trials.stream()
            .flatMap(t -> t.epochs().stream())
            .mapToInt(EpochResult::epoch)
            .max()
            .orElse(0);
    return IntStream.rangeClosed(1, last)
        .mapToObj(
            n ->
                trials.stream()
                    .flatMap(t -> t.epochs().stream())
                    .filter(e -> e.epoch() == n)
                    .toList())
        .filter(epochs -> !epochs.isEmpty())
        .map(MeanCurve::point)
        .toList();
  }

  private static Point point(List<EpochResult> epochs) {
    return new Point(
        epochs.get(0).epoch(),
        epochs.size(),
        mean(epochs, e -> Optional.of(e.learningRate())),
        mean(epochs, e -> Optional.of(e.trainLoss())),
        mean(epochs, EpochResult::validationLoss),
        mean(epochs, e -> Optional.of(e.trainAccuracy())),
        mean(epochs, EpochResult::validationAccuracy));
  }

  private static Optional<Double> mean(
      List<EpochResult> epochs, Function<EpochResult, Optional<Double>> figure) {
    double[] known =
        epochs.stream()
            .map(figure)
            .flatMap(Optional::stream)
            .filter(Double::isFinite)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return known.length == 0
        ? Optional.empty()
        : Optional.of(Arrays.stream(known).sum() / known.length);
  }
}
