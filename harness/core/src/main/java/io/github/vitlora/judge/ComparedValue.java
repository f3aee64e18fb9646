package io.github.vitlora.judge;

import io.github.vitlora.choice.PenaltyChoice;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.GradientNorms;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A value of a trial that another run of it repeats.
 *
 * @param distance how far two of its kind are apart
 * @param number the value; not a number for what is the same or is not
 * @param text the value for people, with every digit that tells it from its neighbours
 */
record ComparedValue(Distance distance, double number, String text) {

  private enum Distance {
    ABSOLUTE,
    RELATIVE_TO_THE_LARGER,
    NONE
  }

  /** How {@code repeated} compares with this. */
  Agreement compare(ComparedValue repeated, double tolerance) {
    if (equals(repeated)) {
      return Agreement.BIT_EQUAL;
    }
    return repeated.distance == distance && to(repeated.number) <= tolerance
        ? Agreement.WITHIN_TOLERANCE
        : Agreement.DIFFERENT;
  }

  private double to(double other) {
    return switch (distance) {
      case ABSOLUTE -> Math.abs(number - other);
      case RELATIVE_TO_THE_LARGER ->
          Math.abs(number - other) / Math.max(Math.abs(number), Math.abs(other));
      case NONE -> Double.NaN;
    };
  }

  /**
   * Every value of a trial that must come out the same, which is all but times and memory: by what
   * people call them, in the order in which they came to be.
   */
  static Map<String, ComparedValue> of(TrialResult trial) {
    Map<String, ComparedValue> figures = new LinkedHashMap<>();
    figures.put("status", exact(trial.status().name().toLowerCase(Locale.ROOT)));
    figures.put("trained parameters", exact(trial.trainableParameters()));
    figures.put("all parameters", exact(trial.totalParameters()));
    for (EpochResult epoch : trial.epochs()) {
      String prefix = "epoch " + epoch.epoch() + " ";
      figures.put(prefix + "learning rate", exact(epoch.learningRate()));
      figures.put(prefix + "training loss", loss(epoch.trainLoss()));
      figures.put(prefix + "training accuracy", share(epoch.trainAccuracy()));
      epoch.validationLoss().ifPresent(v -> figures.put(prefix + "validation loss", loss(v)));
      epoch
          .validationAccuracy()
          .ifPresent(v -> figures.put(prefix + "validation accuracy", share(v)));
      epoch.gradientNorms().ifPresent(norms -> add(figures, prefix, norms));
    }
    trial.rateChoice().ifPresent(choice -> add(figures, choice));
    trial.penaltyChoice().ifPresent(choice -> add(figures, choice));
    trial.testedEpoch().ifPresent(epoch -> figures.put("tested epoch", exact(epoch)));
    trial.test().ifPresent(test -> add(figures, test));
    trial.savedBytes().ifPresent(bytes -> figures.put("bytes to be stored", exact(bytes)));
    return figures;
  }

  /** Compared as losses are: relative to the larger. */
  private static void add(Map<String, ComparedValue> figures, String prefix, GradientNorms norms) {
    figures.put(prefix + "mean gradient norm", loss(norms.mean()));
    figures.put(prefix + "largest gradient norm", loss(norms.largest()));
    figures.put(prefix + "clipped steps", exact(norms.clippedSteps()));
  }

  private static void add(Map<String, ComparedValue> figures, RateChoice choice) {
    for (TriedRate tried : choice.tried()) {
      String prefix = "at learning rate " + tried.learningRate() + " ";
      tried.validationLoss().ifPresent(v -> figures.put(prefix + "validation loss", loss(v)));
      tried
          .validationAccuracy()
          .ifPresent(v -> figures.put(prefix + "validation accuracy", share(v)));
      figures.put(prefix + "epochs", exact(tried.epochs()));
    }
    choice.chosen().ifPresent(rate -> figures.put("chosen learning rate", exact(rate)));
  }

  private static void add(Map<String, ComparedValue> figures, PenaltyChoice choice) {
    for (PenaltyChoice.TriedPenalty tried : choice.tried()) {
      String prefix = "at L2 penalty " + tried.penalty() + " ";
      figures.put(prefix + "validation loss", loss(tried.validationLoss()));
      figures.put(prefix + "validation accuracy", share(tried.validationAccuracy()));
    }
    figures.put("chosen L2 penalty", exact(choice.chosen()));
  }

  private static void add(Map<String, ComparedValue> figures, TestResult test) {
    figures.put("test loss", loss(test.loss()));
    figures.put("test accuracy", share(test.accuracy()));
    figures.put("test images", exact(test.images()));
  }

  private static ComparedValue share(double value) {
    return new ComparedValue(Distance.ABSOLUTE, value, Double.toString(value));
  }

  private static ComparedValue loss(double value) {
    return new ComparedValue(Distance.RELATIVE_TO_THE_LARGER, value, Double.toString(value));
  }

  private static ComparedValue exact(Object value) {
    return new ComparedValue(Distance.NONE, Double.NaN, value.toString());
  }
}
