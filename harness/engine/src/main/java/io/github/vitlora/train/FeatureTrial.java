package io.github.vitlora.train;

import ai.djl.ndarray.NDManager;
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
    this.events = events;
  }

  TrialOutcome run(Path weights) throws IOException {
    events.accept(inputs.started(model.count(), 1, 1));
    events.accept(new TrialEvent.Entered(TrialPhase.TRAIN));
    Stopwatch training = new Stopwatch();
    Features train = features(splits.train());
    FeatureClassifier classifier = made(train);
    double trainSeconds = training.seconds();
    LossAndAccuracy trained = tally(classifier.logitsOfItsOwn(train), train);

    events.accept(new TrialEvent.Entered(TrialPhase.EVALUATE));
    Stopwatch validation = new Stopwatch();
    Features held = features(splits.validation());
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
            .validationSeconds(validation.seconds())
            .imagesPerSecond(trained.images() / trainSeconds)
            .build();
    events.accept(new TrialEvent.EpochEnded(epoch));
    return conclude(classifier, inputs.result(List.of(epoch), model.count()), weights);
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

  private FeatureClassifier made(Features train) {
    FeatureFit fit = inputs.trial().regime().featureFit().orElseThrow();
    if (fit instanceof FeatureFit.NearestNeighbours neighbours) {
      requireAtLeast(neighbours.k(), train);
      return NearestNeighbours.of(manager, train, neighbours.k());
    }
    requireEveryClass(train);
    return NearestMean.of(train);
  }

  private static void requireAtLeast(int k, Features train) {
    if (k > train.images()) {
      throw new DatasetException(
          "k is %d, and there are %d training images: k is at most that"
              .formatted(k, train.images()));
    }
  }

  private void requireEveryClass(Features train) {
    int[] counts = train.perClass();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] == 0) {
        throw new DatasetException(
            "the class "
                + inputs.classNames().get(k)
                + " has no training images, of which nothing can be made: give it some");
      }
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
