package io.github.vitlora.train;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.choice.PenaltyChoice;
import io.github.vitlora.choice.PenaltyChoice.TriedPenalty;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.io.Digests;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Classifications;
import io.github.vitlora.learner.FeatureClassifier;
import io.github.vitlora.learner.FeatureInputs;
import io.github.vitlora.learner.Features;
import io.github.vitlora.learner.LinearHead;
import io.github.vitlora.learner.LogisticRegression;
import io.github.vitlora.learner.LossAndAccuracy;
import io.github.vitlora.learner.NearestMean;
import io.github.vitlora.learner.NearestNeighbours;
import io.github.vitlora.learner.Stopwatch;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.FeatureFit;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.EpochResultBuilder;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResultBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a trial whose classifier is made of frozen features at once. Its one pass over the training
 * images is told as one epoch, at learning rate 0: no step is taken. An interrupted one begins
 * anew, since most of it is that pass.
 */
final class FeatureTrial {
  private final NDManager manager;
  private final TrialInputs inputs;
  private final DatasetSplits splits;
  private final TunableModel model;
  private final FeatureInputs features;
  private final FeatureFit fit;
  private final Consumer<TrialEvent> events;

  /**
   * Prepares the run.
   *
   * @param manager owns what classifies beside the model
   * @param model whose frozen part computes the features
   * @param features of its images
   */
  FeatureTrial(
      NDManager manager,
      TrialInputs inputs,
      TunableModel model,
      FeatureInputs features,
      Consumer<TrialEvent> events) {
    this.manager = manager;
    this.inputs = inputs;
    this.splits = inputs.splits();
    this.model = model;
    this.features = features;
    fit = inputs.trial().regime().featureFit().orElseThrow();
    this.events = events;
  }

  TrialOutcome run(Path weights) throws IOException {
    events.accept(inputs.started(model.count(), 1, 1));
    events.accept(new TrialEvent.Entered(TrialPhase.TRAIN));
    Stopwatch training = new Stopwatch();
    Features train = features(splits.train());
    double trainSeconds = training.seconds();
    Stopwatch validation = new Stopwatch();
    Features held = features(splits.validation());
    double validationSeconds = validation.seconds();
    Stopwatch fitting = new Stopwatch();
    Optional<PenaltyChoice> penalty = Optional.empty();
    FeatureClassifier classifier;
    if (fit instanceof FeatureFit.LogisticRegression regression) {
      inputs.requireEveryClass();
      Chosen chosen = choose(regression.penalties(), train, held);
      penalty = Optional.of(chosen.choice());
      classifier = chosen.head();
    } else {
      classifier = made(train);
    }
    trainSeconds += fitting.seconds();
    LossAndAccuracy trained = tally(classifier.logitsOfItsOwn(train), train);

    events.accept(new TrialEvent.Entered(TrialPhase.EVALUATE));
    Optional<LossAndAccuracy> validated =
        splits.validation().isEmpty()
            ? Optional.empty()
            : Optional.of(tally(classifier.logits(held.rows()), held));
    EpochResult epoch =
        EpochResultBuilder.builder()
            .epoch(1)
            .learningRate(0)
            .trainLoss(trained.loss())
            .trainAccuracy(trained.accuracy())
            .validationLoss(validated.map(LossAndAccuracy::loss))
            .validationAccuracy(validated.map(LossAndAccuracy::accuracy))
            .trainSeconds(trainSeconds)
            .validationSeconds(validationSeconds)
            .imagesPerSecond(trained.images() / trainSeconds)
            .build();
    events.accept(new TrialEvent.EpochEnded(epoch));
    TrialResultBuilder result = inputs.result(List.of(epoch), model.count()).penaltyChoice(penalty);
    return conclude(classifier, result, weights);
  }

  private TrialOutcome conclude(
      FeatureClassifier classifier, TrialResultBuilder result, Path weights) throws IOException {
    Features test = features(splits.test());
    double[][] logits = classifier.logits(test.rows());
    LossAndAccuracy tested = tally(logits, test);
    if (!Double.isFinite(tested.loss())) {
      return new TrialOutcome(
          result
              .build()
              .ended(
                  FailureKind.DIVERGENCE,
                  "the loss on the test images is not a finite number: the features that the"
                      + " pretrained weights give are not either"),
          List.of());
    }
    Classifications classified = new Classifications(inputs.classNames());
    for (int i = 0; i < logits.length; i++) {
      classified.add(splits.test().get(i), logits[i]);
    }
    return new TrialOutcome(
        result
            .test(
                TestResult.of(
                    tested.loss(),
                    tested.accuracy(),
                    inputs.classNames(),
                    classified.predictions()))
            .savedBytes(classifier.save(model, weights))
            .savedSha256(Digests.ofFile(weights))
            .build(),
        classified.predictions());
  }

  private Features features(List<LabelledImage> split) {
    features.prepare(split);
    return features.of(split, inputs.classes());
  }

  /** A head, and how its penalty was chosen. */
  private record Chosen(LinearHead head, PenaltyChoice choice) {}

  private Chosen choose(List<Double> penalties, Features train, Features held) {
    LogisticRegression regression =
        new LogisticRegression(train, inputs.trial().training().options().classWeights());
    List<TriedPenalty> tried = new ArrayList<>();
    Optional<LinearHead> head = Optional.empty();
    double lowest = Double.POSITIVE_INFINITY;
    double chosen = penalties.get(0);
    for (double penalty : penalties) {
      LogisticRegression.Fitted fitted =
          regression.fit(penalty, () -> events.accept(new TrialEvent.Alive()));
      LossAndAccuracy validated = tally(fitted.head().logits(held.rows()), held);
      tried.add(
          new TriedPenalty(
              penalty,
              validated.loss(),
              validated.accuracy(),
              fitted.iterations(),
              fitted.gradient()));
      if (head.isEmpty() || validated.loss() < lowest) {
        head = Optional.of(fitted.head());
        lowest = validated.loss();
        chosen = penalty;
      }
    }
    return new Chosen(head.orElseThrow(), new PenaltyChoice(tried, chosen));
  }

  private FeatureClassifier made(Features train) {
    if (fit instanceof FeatureFit.NearestNeighbours neighbours) {
      requireAtLeast(neighbours.k(), train);
      return NearestNeighbours.of(manager, train, neighbours.k());
    }
    inputs.requireEveryClass();
    return NearestMean.of(train);
  }

  private static void requireAtLeast(int k, Features train) {
    if (k > train.images()) {
      throw new DatasetException(
          "k is %d, and there are %d training images: k is at most that"
              .formatted(k, train.images()));
    }
  }

  private static LossAndAccuracy tally(double[][] logits, Features images) {
    LossAndAccuracy all = LossAndAccuracy.NONE;
    for (int i = 0; i < logits.length; i++) {
      all = all.plus(LossAndAccuracy.of(logits[i], images.labels()[i]));
    }
    return all;
  }
}
