package io.github.vitlora.testing;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.RateChoice;
import io.github.vitlora.result.TestResult;
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
          new EpochResult(
              epoch,
              trial.training().learningRate(),
              (full ? 0.7 : 1.2) * left,
              accuracy - 0.35 * left,
              Optional.of(0.3 + left + (full ? 0.02 * epoch : 0)),
              Optional.of(accuracy - 0.3 * left),
              trainSeconds + 0.125 * epoch,
              4,
              900 / trainSeconds,
              Optional.of(trainSeconds),
              Optional.empty()));
    }
    double training = epochs.stream().mapToDouble(EpochResult::trainSeconds).sum();
    return TrialResult.of(trial)
        .parameters(count)
        .fingerprint("sha256:" + "0".repeat(64), PROVENANCE)
        .epochs(epochs)
        .test(TestResult.of(1.5 * (1 - accuracy), accuracy, 500))
        .wallSeconds(training + 40)
        .memory(
            new MemoryByPhase(
                Optional.of(1L << 28),
                Optional.of(full ? 3L << 30 : 5L << 28),
                Optional.of(1L << 30)))
        .saved(4 * count.trainable() + 1024, "5a".repeat(32))
        .completed();
  }

  /** The same trial stopped after {@code epochs} epochs. */
  public static TrialResult stopped(Trial trial, TrialStatus status, String why, int epochs) {
    boolean diverged = status == TrialStatus.DIVERGED;
    return stopped(trial, diverged ? FailureKind.DIVERGENCE : FailureKind.CODE, why, epochs);
  }

  /** The same trial stopped for that reason. */
  public static TrialResult stopped(Trial trial, FailureKind kind, String why, int epochs) {
    TrialResult whole = completed(trial, 0.5);
    return TrialResult.of(trial)
        .parameters(new ParameterCount(whole.trainableParameters(), whole.totalParameters()))
        .epochs(whole.epochs().subList(0, epochs))
        .wallSeconds(12.5)
        .ended(kind, why);
  }

  /** The same result, of a trial that started then. */
  public static TrialResult startedAt(TrialResult trial, String instant) {
    return with(
        trial,
        trial.epochs(),
        trial.test(),
        Optional.of(instant),
        trial.fingerprint(),
        trial.provenance());
  }

  /** The same result with other epochs. */
  public static TrialResult withEpochs(TrialResult trial, List<EpochResult> epochs) {
    return with(
        trial, epochs, trial.test(), trial.startedAt(), trial.fingerprint(), trial.provenance());
  }

  /** The same result of a trial that chose its learning rate, and tested the best epoch. */
  public static TrialResult withChoice(
      TrialResult trial, Optional<RateChoice> choice, Optional<Integer> testedEpoch) {
    return with(
        trial,
        trial.epochs(),
        trial.test(),
        trial.startedAt(),
        trial.fingerprint(),
        trial.provenance(),
        choice,
        testedEpoch);
  }

  /** The same result with other figures on the test split. */
  public static TrialResult withTest(TrialResult trial, TestResult test) {
    return with(
        trial,
        trial.epochs(),
        Optional.of(test),
        trial.startedAt(),
        trial.fingerprint(),
        trial.provenance());
  }

  /** The same result, whose file of predictions has this hash. */
  public static TrialResult withPredictions(TrialResult trial, String sha256) {
    TestResult test = trial.test().orElseThrow();
    return withTest(
        trial,
        new TestResult(
            test.loss(), test.accuracy(), test.images(), test.classes(), Optional.of(sha256)));
  }

  /** The same result of other input. */
  public static TrialResult withFingerprint(TrialResult trial, String fingerprint) {
    return with(
        trial,
        trial.epochs(),
        trial.test(),
        trial.startedAt(),
        Optional.of(fingerprint),
        trial.provenance());
  }

  /** The same result of images with this hash. */
  public static TrialResult withImages(TrialResult trial, String images) {
    Optional<Provenance> provenance =
        trial
            .provenance()
            .map(
                p ->
                    new Provenance(
                        p.recipe(), p.weights(), images, p.platform(), Optional.empty()));
    return with(
        trial, trial.epochs(), trial.test(), trial.startedAt(), trial.fingerprint(), provenance);
  }

  /** The same result of a trial that started from other weights. */
  public static TrialResult withWeights(TrialResult trial, String weights) {
    Optional<Provenance> provenance =
        trial
            .provenance()
            .map(
                p ->
                    new Provenance(
                        p.recipe(), weights, p.images(), p.platform(), Optional.empty()));
    return with(
        trial, trial.epochs(), trial.test(), trial.startedAt(), trial.fingerprint(), provenance);
  }

  private static TrialResult with(
      TrialResult trial,
      List<EpochResult> epochs,
      Optional<TestResult> test,
      Optional<String> startedAt,
      Optional<String> fingerprint,
      Optional<Provenance> provenance) {
    return with(
        trial,
        epochs,
        test,
        startedAt,
        fingerprint,
        provenance,
        trial.rateChoice(),
        trial.testedEpoch());
  }

  private static TrialResult with(
      TrialResult trial,
      List<EpochResult> epochs,
      Optional<TestResult> test,
      Optional<String> startedAt,
      Optional<String> fingerprint,
      Optional<Provenance> provenance,
      Optional<RateChoice> rateChoice,
      Optional<Integer> testedEpoch) {
    return new TrialResult(
        trial.id(),
        trial.regime(),
        trial.rank(),
        trial.label(),
        trial.seed(),
        trial.status(),
        trial.message(),
        trial.trainableParameters(),
        trial.totalParameters(),
        fingerprint,
        provenance,
        epochs,
        test,
        trial.trainingSeconds(),
        trial.wallSeconds(),
        trial.peakMemoryBytes(),
        trial.memoryByPhase(),
        trial.savedBytes(),
        trial.savedSha256(),
        startedAt,
        rateChoice,
        testedEpoch,
        trial.failureKind());
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
              right ? sure : 1 - sure));
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
