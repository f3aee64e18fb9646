package io.github.vitlora.judge;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to be said of a verdict by test accuracy where most test images are of a few classes: a
 * model that knows these alone has a high one.
 */
public final class UnevenClasses {
  /** The largest class over the smallest, from which on it is said. */
  private static final int UNEVEN = 10;

  private UnevenClasses() {}

  /**
   * Says how uneven the classes are, and what to do. Empty where they are not, where no expectation
   * and no question goes by test accuracy, and where a regime makes up for small classes.
   *
   * @param testImages how many there are of each class, in the order of their labels
   */
  public static Optional<String> of(Experiment experiment, Map<String, Integer> testImages) {
    boolean judged =
        Stream.concat(
                experiment.expectations().stream().map(Expectation::metric),
                experiment.questions().stream().map(Question::metric))
            .anyMatch(metric -> metric == Metric.TEST_ACCURACY);
    boolean balanced =
        experiment.regimes().stream()
            .anyMatch(regime -> experiment.training(regime).options().balances());
    return judged && !balanced ? said(testImages) : Optional.empty();
  }

  /** Says the same of results, by the images that their first tested trial was tested on. */
  public static Optional<String> of(Experiment experiment, ExperimentResults results) {
    Map<String, Integer> images = new LinkedHashMap<>();
    results.trials().stream()
        .map(TrialResult::test)
        .flatMap(Optional::stream)
        .map(TestResult::classes)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(List.of())
        .forEach(one -> images.put(one.name(), one.images()));
    return of(experiment, images);
  }

  private static Optional<String> said(Map<String, Integer> testImages) {
    String largest = "";
    String smallest = "";
    int most = 0;
    int fewest = Integer.MAX_VALUE;
    for (Map.Entry<String, Integer> one : testImages.entrySet()) {
      int images = one.getValue();
      if (images > most) {
        largest = one.getKey();
        most = images;
      }
      // A class without test images is no part of any figure.
      if (images > 0 && images < fewest) {
        smallest = one.getKey();
        fewest = images;
      }
    }
    return (long) fewest * UNEVEN > most
        ? Optional.empty()
        : Optional.of(
            "The classes are uneven: there are %s times as many test images of %s (%d) as of %s (%d), and test accuracy, by which this experiment is judged, says little of small classes. metric=\"balancedAccuracy\" counts all classes alike; classWeights=\"balanced\" or sampling=\"balanced\" of <training> learns them alike"
                .formatted(
                    NumberText.plain(Math.rint(10.0 * most / fewest) / 10),
                    largest,
                    most,
                    smallest,
                    fewest));
  }
}
