package io.github.vitlora.testing;

import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.ClassificationFigures;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.EpochResultBuilder;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.Prediction.Standing;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TestResultBuilder;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Made-up experiments and results for tests. */
public final class Samples {

  public static final Environment ENVIRONMENT =
      new Environment(
          "Linux 6.1",
          "Example CPU",
          2,
          2,
          "17.0.15",
          "0.36.0",
          "2.7.1",
          "0.1.0",
          Optional.of("amd64 Example avx2"),
          Optional.of("c0de".repeat(16)),
          Optional.of("cpu()"),
          Optional.empty());

  private static final Provenance PROVENANCE =
      new Provenance(
          "a0".repeat(32), "b1".repeat(32), "c2".repeat(32), "d3".repeat(32), Optional.empty());

  private Samples() {}

  public static Regime lora(int rank) {
    return new Regime.Lora("lora", rank, 16, List.of("attn.qkv", "attn.proj"), 0);
  }

  /**
   * Which rank of LoRA is at most two points below full fine-tuning, at 95 %?
   *
   * @param looks numbers of seeds
   */
  public static Question question(Integer... looks) {
    return new Question(
        "good-enough",
        "lora",
        new Expectation.Reference("fullFineTuning", Optional.empty()),
        Metric.TEST_ACCURACY,
        0.02,
        0.95,
        List.of(looks),
        Question.From.LARGEST,
        Undecided.FAIL,
        OpenRates.TELL);
  }

  /** Full fine-tuning, linear probe and LoRA of these ranks, three epochs of two batches. */
  public static Experiment experiment(
      List<Long> seeds, List<Integer> ranks, List<Expectation> expectations) {
    List<Regime> regimes =
        Stream.concat(
                Stream.of(new Regime.FullFineTuning(), new Regime.LinearProbe()),
                ranks.stream().map(Samples::lora))
            .toList();
    return new Experiment(
        "imagewoof",
        "Full fine-tuning against LoRA on ten dog breeds.",
        new ModelSpec("vit_tiny_patch16_224", "hf:timm/vit/model.safetensors", Optional.empty()),
        new DatasetSpec(
            new DatasetOrigin.Archive("https://example.org/imagewoof.tgz", Optional.empty()),
            "train",
            "val",
            0.1,
            new DatasetSpec.Limit(Optional.of(100), Optional.of(50)),
            new TransformSpec(224, 224, List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f)),
            Optional.of(10)),
        TrainingSpec.adam(5, 128, 32, 4e-4),
        seeds,
        regimes,
        List.of(),
        expectations,
        List.of(),
        Optional.empty());
  }

  /** A completed trial whose figures follow from its regime and the given accuracy. */
  public static TrialResult completed(Trial trial, double accuracy) {
    ParameterCount count =
        ParameterCount.of(
            Architecture.named(trial.model().architecture()).orElseThrow(), trial.regime(), 10);
    boolean full = trial.regime() instanceof Regime.FullFineTuning;
    double trainSeconds = full ? 61.5 : 47.25;
    List<EpochResult> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= trial.training().epochs(); epoch++) {
      double left = 2.0 / (epoch + 1) / (epoch + 1);
      epochs.add(
          EpochResultBuilder.builder()
              .epoch(epoch)
              .learningRate(trial.training().learningRate())
              .trainLoss((full ? 0.7 : 1.2) * left)
              .trainAccuracy(accuracy - 0.35 * left)
              .validationLoss(0.3 + left + (full ? 0.02 * epoch : 0))
              .validationAccuracy(accuracy - 0.3 * left)
              .trainSeconds(trainSeconds + 0.125 * epoch)
              .validationSeconds(4)
              .imagesPerSecond(900 / trainSeconds)
              .stepSeconds(trainSeconds)
              .build());
    }
    MemoryByPhase memory =
        new MemoryByPhase(
            Optional.of(1L << 28), Optional.of(full ? 3L << 30 : 5L << 28), Optional.of(1L << 30));
    double training = epochs.stream().mapToDouble(EpochResult::trainSeconds).sum();
    return TrialResult.of(trial, epochs)
        .trainableParameters(count.trainable())
        .totalParameters(count.total())
        .fingerprint("sha256:" + "0".repeat(64))
        .provenance(PROVENANCE)
        .test(test(1.5 * (1 - accuracy), accuracy, 500).with(t -> t.figures(figures(accuracy))))
        .wallSeconds(training + 40)
        .memoryByPhase(memory)
        .peakMemoryBytes(memory.largest())
        .savedBytes(4 * count.trainable() + 1024)
        .savedSha256("5a".repeat(32))
        .build();
  }

  private static ClassificationFigures figures(double accuracy) {
    return new ClassificationFigures(
        Optional.of((1 + accuracy) / 2),
        Optional.of(accuracy - 0.01),
        Optional.of(accuracy - 0.015),
        Optional.of((1 - accuracy) / 4),
        Optional.of(1.3 * (1 - accuracy)));
  }

  /** Figures on the test split, without what stands behind them. */
  public static TestResult test(double loss, double accuracy, int images) {
    return TestResultBuilder.builder().loss(loss).accuracy(accuracy).images(images).build();
  }

  /** The same predictions in the columns of earlier versions. */
  public static List<Prediction> ofAnEarlierVersion(List<Prediction> predictions) {
    return predictions.stream()
        .map(
            one ->
                new Prediction(
                    one.image(),
                    one.trueClass(),
                    one.predictedClass(),
                    one.probability(),
                    one.trueClassProbability()))
        .toList();
  }

  /** The same trial stopped after {@code epochs} epochs. */
  public static TrialResult stopped(Trial trial, TrialStatus status, String why, int epochs) {
    boolean diverged = status == TrialStatus.DIVERGED;
    return stopped(trial, diverged ? FailureKind.DIVERGENCE : FailureKind.CODE, why, epochs);
  }

  /** The same trial stopped for that reason. */
  public static TrialResult stopped(Trial trial, FailureKind kind, String why, int epochs) {
    TrialResult whole = completed(trial, 0.5);
    return TrialResult.of(trial, whole.epochs().subList(0, epochs))
        .trainableParameters(whole.trainableParameters())
        .totalParameters(whole.totalParameters())
        .wallSeconds(12.5)
        .build()
        .ended(kind, why);
  }

  /** The same result of images with this hash. */
  public static TrialResult withImages(TrialResult trial, String images) {
    return trial.withProvenance(trial.provenance().map(parts -> parts.withImages(images)));
  }

  /** The same result of a trial that started from other weights. */
  public static TrialResult withWeights(TrialResult trial, String weights) {
    return trial.withProvenance(trial.provenance().map(parts -> parts.withWeights(weights)));
  }

  /** The same result, whose file of predictions has this hash. */
  public static TrialResult withPredictions(TrialResult trial, String sha256) {
    return trial.with(
        r -> r.test(trial.test().orElseThrow().with(t -> t.predictionsSha256(sha256))));
  }

  /**
   * Predictions on images {@code val/cat/0.jpg}, {@code val/dog/1.jpg} and so on, wrong ones being
   * the other animal.
   */
  public static List<Prediction> predictions(int images, IntPredicate correct) {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      String shown = i % 2 == 0 ? "cat" : "dog";
      String other = i % 2 == 0 ? "dog" : "cat";
      float sure = 0.5f + 0.5f * (i % 97) / 97;
      boolean right = correct.test(i);
      predictions.add(
          new Prediction(
              "val/" + shown + "/" + i + ".jpg",
              shown,
              right ? shown : other,
              sure,
              right ? sure : 1 - sure,
              Optional.of(
                  new Standing(
                      right ? 1 : 2, 2 * (right ? (1 - sure) * (1 - sure) : sure * sure)))));
    }
    return predictions;
  }

  /** Every trial of the experiment, completed with plausible accuracies. */
  public static List<TrialResult> allCompleted(Experiment experiment) {
    return experiment.trials().stream().map(trial -> completed(trial, accuracy(trial))).toList();
  }

  private static double accuracy(Trial trial) {
    double spread = 0.004 * ((trial.seed() * 7) % 5 - 2);
    double base =
        trial.regime() instanceof Regime.FullFineTuning
            ? 0.89
            : 0.80 + 0.03 * Math.log1p(trial.regime().rankIfAny().orElse(0));
    return base + spread;
  }
}
