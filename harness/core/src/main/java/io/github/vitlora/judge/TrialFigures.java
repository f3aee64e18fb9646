package io.github.vitlora.judge;

import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.GradientNorms;
import io.github.vitlora.result.RateChoice;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TriedRate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Every figure of a trial that must come out the same: all but times and memory. */
final class TrialFigures {
  private TrialFigures() {}

  /** By what people call them, in the order in which they came to be. */
  static Map<String, Figure> of(TrialResult trial) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("status", new Figure.Exact(trial.status().name().toLowerCase(Locale.ROOT)));
    figures.put("trained parameters", exact(trial.trainableParameters()));
    figures.put("all parameters", exact(trial.totalParameters()));
    for (EpochResult epoch : trial.epochs()) {
      String prefix = "epoch " + epoch.epoch() + " ";
      figures.put(prefix + "learning rate", exact(epoch.learningRate()));
      figures.put(prefix + "training loss", new Figure.Loss(epoch.trainLoss()));
      figures.put(prefix + "training accuracy", new Figure.Share(epoch.trainAccuracy()));
      epoch
          .validationLoss()
          .ifPresent(v -> figures.put(prefix + "validation loss", new Figure.Loss(v)));
      epoch
          .validationAccuracy()
          .ifPresent(v -> figures.put(prefix + "validation accuracy", new Figure.Share(v)));
      epoch.gradientNorms().ifPresent(norms -> add(figures, prefix, norms));
    }
    trial.rateChoice().ifPresent(choice -> add(figures, choice));
    trial.testedEpoch().ifPresent(epoch -> figures.put("tested epoch", exact(epoch)));
    trial.test().ifPresent(test -> add(figures, test));
    trial.savedBytes().ifPresent(bytes -> figures.put("bytes to be stored", exact(bytes)));
    return figures;
  }

  /** Compared as losses are: relative to the larger. */
  private static void add(Map<String, Figure> figures, String prefix, GradientNorms norms) {
    figures.put(prefix + "mean gradient norm", new Figure.Loss(norms.mean()));
    figures.put(prefix + "largest gradient norm", new Figure.Loss(norms.largest()));
    figures.put(prefix + "clipped steps", exact(norms.clippedSteps()));
  }

  private static void add(Map<String, Figure> figures, RateChoice choice) {
    for (TriedRate tried : choice.tried()) {
      String prefix = "at learning rate " + tried.learningRate() + " ";
      tried
          .validationLoss()
          .ifPresent(v -> figures.put(prefix + "validation loss", new Figure.Loss(v)));
      tried
          .validationAccuracy()
          .ifPresent(v -> figures.put(prefix + "validation accuracy", new Figure.Share(v)));
      figures.put(prefix + "epochs", exact(tried.epochs()));
    }
    choice.chosen().ifPresent(rate -> figures.put("chosen learning rate", exact(rate)));
  }

  private static void add(Map<String, Figure> figures, TestResult test) {
    figures.put("test loss", new Figure.Loss(test.loss()));
    figures.put("test accuracy", new Figure.Share(test.accuracy()));
    figures.put("test images", exact(test.images()));
  }

  private static Figure exact(Number value) {
    return new Figure.Exact(value.toString());
  }
}
