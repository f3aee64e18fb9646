package io.github.vitlora.report.table;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.AugmentationSpec.ColourJitter;
import io.github.vitlora.experiment.AugmentationSpec.ResizedCrop;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Precision;
import io.github.vitlora.regime.RecipeOverride;
import io.github.vitlora.regime.Sampling;
import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in sentences what an experiment did. */
public final class ExperimentInWords {

  private ExperimentInWords() {}

  public static String sentence(Experiment experiment, Optional<Environment> environment) {
    TrainingSpec recipe = experiment.training();
    List<Long> seeds = experiment.seeds();
    return "%s from %s, on %s. Recipe: %s, batches of %d, %s at %s%s%s, %s %s.%s"
        .formatted(
            experiment.model().architecture(),
            experiment.model().describeWeights(),
            data(experiment.dataset()),
            plural(recipe.epochs(), "epoch"),
            recipe.batchSize(),
            optimizer(recipe),
            learningRate(experiment),
            options(recipe),
            recipe.precision() == Precision.BFLOAT16 ? ", in bfloat16" : "",
            seeds.size() == 1 ? "seed" : "seeds",
            seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (experiment.questions().isEmpty()
                    ? ""
                    : ", and seeds from 1 on as questions take them"),
            environment.map(ExperimentInWords::machine).orElse(""));
  }

  /**
   * Returns what a recipe says beyond the plain one, by the names under which people look for it,
   * in the order of the descriptor's schema.
   */
  public static Map<String, String> parameters(TrainingSpec recipe) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (recipe.optimizer() != OptimizerKind.ADAM) {
      parameters.put("optimizer", optimizer(recipe));
    }
    if (recipe.schedule() != ScheduleKind.CONSTANT || recipe.warmupFraction() > 0) {
      parameters.put("schedule", schedule(recipe).substring(", ".length()));
    }
    TrainingOptions options = recipe.options();
    options
        .gradientClipping()
        .ifPresent(most -> parameters.put("gradients clipped at", NumberText.plain(most)));
    if (options.labelSmoothing() > 0) {
      parameters.put("label smoothing", NumberText.plain(options.labelSmoothing()));
    }
    if (options.classWeights() == ClassWeights.BALANCED) {
      parameters.put("class weights", "balanced");
    }
    if (options.sampling() == Sampling.BALANCED) {
      parameters.put("sampling", "balanced");
    }
    options.layerDecay().ifPresent(decay -> parameters.put("layer decay", NumberText.plain(decay)));
    if (options.dropPath() > 0) {
      parameters.put("drop path", NumberText.plain(options.dropPath()));
    }
    options
        .earlyStopping()
        .ifPresent(
            rule -> parameters.put("early stopping", stopping(rule).substring(", ".length())));
    return parameters;
  }

  static String data(DatasetSpec dataset) {
    String limits =
        dataset.limit().trainPerClass().map(n -> ", at most " + n + " training").orElse("")
            + dataset.limit().testPerClass().map(n -> ", at most " + n + " test").orElse("");
    return dataset.origin().describe()
        + limits
        + (limits.isEmpty() ? "" : " images a class")
        + dataset
            .options()
            .validation()
            .map(split -> ", validated on the split " + split)
            .orElse("")
        + (dataset.validationFraction() > 0
            ? ", "
                + NumberText.percent(dataset.validationFraction(), 0)
                + " held out for validation"
            : "")
        + (dataset.orientation() == Orientation.IGNORE ? ", orientation tags ignored" : "")
        + AugmentationWords.of(dataset.augmentation());
  }

  /** Names the optimizer, and its settings that the name does not tell. */
  private static String optimizer(TrainingSpec recipe) {
    return switch (recipe.optimizer()) {
      case ADAM -> "Adam";
      case ADAMW -> "AdamW (weight decay " + NumberText.plain(recipe.weightDecay()) + ")";
      case SGD -> "SGD" + sgd(recipe);
    };
  }

  private static String sgd(TrainingSpec recipe) {
    List<String> parts = new ArrayList<>();
    if (recipe.options().momentum() > 0) {
      parts.add(
          (recipe.options().nesterov() ? "Nesterov momentum " : "momentum ")
              + NumberText.plain(recipe.options().momentum()));
    }
    if (recipe.weightDecay() > 0) {
      parts.add("weight decay " + NumberText.plain(recipe.weightDecay()));
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static String learningRate(Experiment experiment) {
    String own =
        experiment.overrides().stream()
            .map(ExperimentInWords::own)
            .collect(Collectors.joining("; "));
    TrainingSpec recipe = experiment.training();
    return rates(recipe.learningRate(), recipe.options())
        + schedule(recipe)
        + (own.isEmpty() ? "" : " (" + own + ")");
  }

  private static String options(TrainingSpec recipe) {
    TrainingOptions options = recipe.options();
    return options
            .gradientClipping()
            .map(most -> ", gradients clipped at norm " + NumberText.plain(most))
            .orElse("")
        + (options.labelSmoothing() > 0
            ? ", label smoothing "
                + NumberText.plain(options.labelSmoothing())
                + " (in training losses too)"
            : "")
        + (options.classWeights() == ClassWeights.BALANCED
            ? ", balanced class weights (in training losses too)"
            : "")
        + (options.sampling() == Sampling.BALANCED ? ", balanced sampling" : "")
        + options.layerDecay().map(decay -> ", layer decay " + NumberText.plain(decay)).orElse("")
        + (options.dropPath() > 0 ? ", drop path " + NumberText.plain(options.dropPath()) : "")
        + options.earlyStopping().map(ExperimentInWords::stopping).orElse("");
  }

  private static String rates(double rate, TrainingOptions options) {
    List<Double> several = options.learningRates();
    if (options.autoLearningRate()) {
      return "a learning rate that each regime's first seed searches on validation images";
    }
    return several.isEmpty()
        ? "learning rate " + NumberText.plain(rate)
        : "learning rate "
            + several.stream().map(NumberText::plain).collect(Collectors.joining(" or "))
            + " (the best on validation images)";
  }

  /** Describes the schedule after a comma; empty for a constant rate. */
  private static String schedule(TrainingSpec recipe) {
    String schedule =
        recipe.schedule() == ScheduleKind.CONSTANT ? "" : ", " + course(recipe.schedule());
    String warmup =
        recipe.warmupFraction() > 0
            ? ", after a warm-up over "
                + NumberText.percent(recipe.warmupFraction(), 0)
                + " of the steps"
            : "";
    return schedule + warmup;
  }

  private static String stopping(EarlyStopping rule) {
    return ", ended after "
        + plural(rule.patience(), "epoch")
        + " without a better validation "
        + (rule.on() == EarlyStopping.On.LOSS ? "loss" : "accuracy");
  }

  private static String course(ScheduleKind kind) {
    return switch (kind) {
      case CONSTANT -> "without falling";
      case COSINE -> "falling along a cosine";
      case LINEAR -> "falling along a line";
    };
  }

  private static String own(RecipeOverride override) {
    return override.regime()
        + override.learningRate().map(r -> " at " + NumberText.plain(r)).orElse("")
        + (override.autoLearningRate() ? " at a rate that is searched" : "")
        + (override.learningRates().isEmpty()
            ? ""
            : " at the best of "
                + override.learningRates().stream()
                    .map(NumberText::plain)
                    .collect(Collectors.joining(", ")))
        + override.epochs().map(n -> " for " + plural(n, "epoch")).orElse("")
        + override.schedule().map(kind -> " " + course(kind)).orElse("")
        + override
            .warmupFraction()
            .map(share -> " warming up over " + NumberText.percent(share, 0))
            .orElse("")
        + override.weightDecay().map(d -> " with weight decay " + NumberText.plain(d)).orElse("")
        + override.layerDecay().map(d -> " with layer decay " + NumberText.plain(d)).orElse("")
        + override.dropPath().map(p -> " with drop path " + NumberText.plain(p)).orElse("")
        + override.classWeights().map(ExperimentInWords::weights).orElse("")
        + override.sampling().map(ExperimentInWords::sampling).orElse("");
  }

  private static String weights(ClassWeights weights) {
    return weights == ClassWeights.BALANCED
        ? " with balanced class weights"
        : " without class weights";
  }

  private static String sampling(Sampling sampling) {
    return sampling == Sampling.BALANCED ? " with balanced sampling" : " with every image once";
  }

  /** Describes a machine in a sentence, after a blank. */
  static String machine(Environment e) {
    return " Machine: %s, %s, %s in use, %s; Java %s, DJL %s, PyTorch %s, vitlora %s."
        .formatted(
            e.cpu(),
            plural(e.cores(), "core"),
            plural(e.threads(), "thread"),
            e.os(),
            e.java(),
            e.djl(),
            e.pytorch(),
            e.vitlora());
  }

  private static String plural(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /** Says what is done to training images at random. */
  private static final class AugmentationWords {

    private AugmentationWords() {}

    /** Continues what is said of the data; empty where nothing is done. */
    static String of(AugmentationSpec spec) {
      List<String> parts = new ArrayList<>();
      spec.randomResizedCrop().map(AugmentationWords::crop).ifPresent(parts::add);
      if (spec.flip() > 0) {
        parts.add("flipped with probability " + NumberText.plain(spec.flip()));
      }
      spec.randAugment()
          .map(
              r ->
                  "RandAugment of %d operations at magnitude %d"
                      .formatted(r.operations(), r.magnitude()))
          .ifPresent(parts::add);
      spec.colourJitter().map(AugmentationWords::jitter).ifPresent(parts::add);
      if (spec.mixup() > 0) {
        parts.add("mixed in pairs (mixup, alpha %s)".formatted(NumberText.plain(spec.mixup())));
      }
      return parts.isEmpty() ? "" : ", training images " + String.join(", ", parts);
    }

    private static String jitter(ColourJitter jitter) {
      return "colours changed (brightness %s, contrast %s, saturation %s, hue %s)"
          .formatted(
              NumberText.plain(jitter.brightness()),
              NumberText.plain(jitter.contrast()),
              NumberText.plain(jitter.saturation()),
              NumberText.plain(jitter.hue()));
    }

    private static String crop(ResizedCrop crop) {
      return "cropped at random (area %s to %s, ratio %s to %s)"
          .formatted(
              NumberText.plain(crop.leastScale()),
              NumberText.plain(crop.mostScale()),
              shortened(crop.leastRatio()),
              shortened(crop.mostRatio()));
    }

    /** Rounds a ratio: it is often a third, which has no end. */
    private static String shortened(double ratio) {
      return NumberText.plain(Math.rint(ratio * 1000) / 1000);
    }
  }
}
