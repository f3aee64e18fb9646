package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.batch.Batches;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.Digests;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Classifications;
import io.github.vitlora.learner.Inputs;
import io.github.vitlora.learner.Learner;
import io.github.vitlora.learner.LossAndAccuracy;
import io.github.vitlora.learner.Stopwatch;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.LearningRates;
import io.github.vitlora.optimizer.TrainableState;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.EpochResultBuilder;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialResultBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Runs the epochs of a trial: the images that its sampling shows, in an order that follows from
 * seed and epoch, in batches that are computed in pieces.
 */
final class TrainingLoop {
  private final NDManager manager;
  private final TrialInputs trialInputs;
  private final Trial trial;
  private final TunableModel model;
  private final DatasetSplits splits;
  private final RandomStreams random;
  private final CheckpointStore checkpoints;
  private final Consumer<TrialEvent> events;
  private final Inputs inputs;
  private final Learner learner;
  private final LearningRates rates;
  private final Stopwatch clock;
  private final StoppingRule stopping;
  private final List<EpochResult> finished = new ArrayList<>();
  private Stopwatch sinceCheckpoint = new Stopwatch();
  private final LapTimer computing = new LapTimer();
  private long steps;

  TrainingLoop(
      NDManager manager,
      TrialInputs trialInputs,
      TunableModel model,
      Learner learner,
      Inputs inputs,
      CheckpointStore checkpoints,
      Stopwatch clock,
      Consumer<TrialEvent> events) {
    this.manager = manager;
    this.trialInputs = trialInputs;
    this.trial = trialInputs.trial();
    this.model = model;
    this.splits = trialInputs.splits();
    this.random = new RandomStreams(trial.seed());
    this.checkpoints = checkpoints;
    this.clock = clock;
    this.events = events;
    stopping = new StoppingRule(trial.training().options().earlyStopping());
    this.inputs = inputs;
    this.learner = learner;
    rates = new LearningRates(trial.training(), (long) trial.training().epochs() * stepsPerEpoch());
  }

  /** Trains and tests. */
  TrialOutcome run(Path weights) throws IOException {
    events.accept(start());
    return conclude(train(), weights);
  }

  /** Trains until the end or an early stop, and leaves the weights to be tested in the model. */
  TrainingHistory train() throws IOException {
    try (BestWeights best = new BestWeights(manager, best())) {
      TrainingPosition position = resume(best);
      while (position.epoch() <= trial.training().epochs() && !stopping.isOver(finished)) {
        EpochResult epoch = epoch(position, best);
        finished.add(epoch);
        if (stopping.best(finished) == finished.size() - 1) {
          best.keep();
        }
        events.accept(new TrialEvent.EpochEnded(epoch));
        position = save(best, position.epoch() + 1, 0, EpochSums.NONE, 0);
      }
      best.restore();
      learner.weightsChanged();
      return new TrainingHistory(finished, stopping.best(finished), Optional.empty());
    } catch (DivergenceException e) {
      return new TrainingHistory(finished, finished.size() - 1, Optional.of(e.getMessage()));
    }
  }

  /** Returns the weights to be kept of the best epoch: none without early stopping. */
  private Map<String, NDArray> best() {
    return trial.training().options().earlyStopping().isPresent() ? model.trainable() : Map.of();
  }

  /** Tests what {@link #train} left, and saves it. */
  TrialOutcome conclude(TrainingHistory history, Path weights) throws IOException {
    if (history.divergence().isPresent()) {
      return diverged(history.epochs(), history.divergence().get());
    }
    try {
      Classifications classified = new Classifications(trialInputs.classNames());
      LossAndAccuracy test =
          evaluate(splits.test(), "on the test images", new Stopwatch(), classified::add);
      List<Prediction> predictions = classified.predictions();
      TrialResult result =
          result(history.epochs())
              .test(
                  TestResult.of(
                      test.loss(), test.accuracy(), trialInputs.classNames(), predictions))
              .savedBytes(model.save(weights))
              .savedSha256(Digests.ofFile(weights))
              .testedEpoch(
                  trial
                      .training()
                      .options()
                      .earlyStopping()
                      .map(rule -> history.testedEpoch().epoch()))
              .build();
      return new TrialOutcome(result, predictions);
    } catch (DivergenceException e) {
      return diverged(history.epochs(), e.getMessage());
    }
  }

  /**
   * Classifies the validation images by what {@link #train} left.
   *
   * @return the cross-entropy of each, in nats, in the order of the split
   */
  List<Double> validationLosses() {
    Classifications classified = new Classifications(trialInputs.classNames());
    evaluate(splits.validation(), "on the validation images", new Stopwatch(), classified::add);
    return classified.predictions().stream().map(Prediction::loss).toList();
  }

  /** Returns the outcome of a training whose loss stopped being finite. */
  TrialOutcome diverged(List<EpochResult> epochs, String where) {
    return new TrialOutcome(result(epochs).build().ended(FailureKind.DIVERGENCE, where), List.of());
  }

  private TrialResultBuilder result(List<EpochResult> epochs) {
    return trialInputs.result(epochs, model.count());
  }

  private TrainingPosition resume(BestWeights best) throws IOException {
    Optional<TrainingPosition> found = checkpoints.resume(state(best));
    if (found.isEmpty()) {
      return TrainingPosition.START;
    }
    TrainingPosition position = found.get();
    steps = position.steps();
    learner.resumeAfter(steps);
    clock.resumeAfter(position.wallSeconds());
    finished.addAll(position.finished());
    events.accept(new TrialEvent.Resumed(finished, steps, position.wallSeconds()));
    return position;
  }

  private TrainableState state(BestWeights best) {
    return new TrainableState() {
      @Override
      public void write(SafetensorsWriter writer) {
        learner.write(writer);
        best.write(writer);
      }

      @Override
      public void read(SafetensorsFile saved) throws IOException {
        learner.read(saved);
        best.read(saved);
      }
    };
  }

  private TrainingPosition save(
      BestWeights best, int epoch, int batches, EpochSums soFar, double trainSeconds)
      throws IOException {
    TrainingPosition position =
        new TrainingPosition(
            steps,
            epoch,
            batches,
            soFar,
            trainSeconds,
            trainSeconds == 0 ? 0 : computing.seconds(),
            clock.seconds(),
            finished);
    checkpoints.save(position, state(best));
    sinceCheckpoint = new Stopwatch();
    return position;
  }

  /** Returns the event that says what the training will do. */
  TrialEvent.Started start() {
    return trialInputs.started(model.count(), trial.training().epochs(), stepsPerEpoch());
  }

  private int stepsPerEpoch() {
    int batch = trial.training().batchSize();
    return (splits.train().size() + batch - 1) / batch;
  }

  private EpochResult epoch(TrainingPosition position, BestWeights best) throws IOException {
    Stopwatch training = new Stopwatch();
    training.add(position.trainSeconds());
    computing.restart(position.stepSeconds());
    EpochSums trained = train(position, training, best);
    double trainSeconds = training.seconds();
    Stopwatch validation = new Stopwatch();
    Optional<LossAndAccuracy> validated =
        splits.validation().isEmpty()
            ? Optional.empty()
            : Optional.of(
                evaluate(
                    splits.validation(),
                    "on the validation images after epoch " + position.epoch(),
                    validation,
                    (piece, logits) -> {}));
    return EpochResultBuilder.builder()
        .epoch(position.epoch())
        .learningRate(rates.highest((position.epoch() - 1L) * stepsPerEpoch(), stepsPerEpoch()))
        .trainLoss(trained.images().loss())
        .trainAccuracy(trained.images().accuracy())
        .validationLoss(validated.map(LossAndAccuracy::loss))
        .validationAccuracy(validated.map(LossAndAccuracy::accuracy))
        .trainSeconds(trainSeconds)
        .validationSeconds(validation.seconds())
        .imagesPerSecond(trained.images().images() / trainSeconds)
        .stepSeconds(computing.seconds())
        .gradientNorms(trained.gradientNorms())
        .build();
  }

  private EpochSums train(TrainingPosition position, Stopwatch training, BestWeights best)
      throws IOException {
    events.accept(new TrialEvent.Entered(TrialPhase.TRAIN));
    int epoch = position.epoch();
    int batchSize = trial.training().batchSize();
    List<LabelledImage> order =
        trial
            .training()
            .options()
            .sampling()
            .ofEpoch(splits.train(), LabelledImage::label, random, epoch);
    int step = position.batches();
    EpochSums all = position.soFar();
    int first = Math.min(order.size(), step * batchSize);
    double mostNorm = trial.training().options().gradientClipping().orElse(Double.NaN);
    double earlier = computing.during(() -> inputs.prepare(splits.train()));
    computing.add(earlier);
    training.add(earlier);
    try (Batches batches = inputs.epoch(order, epoch, first, batchSize)) {
      while (batches.hasNext()) {
        step++;
        double learningRate = rates.at(steps);
        LossAndAccuracy batch = accumulate(batches.next());
        if (!Double.isFinite(batch.loss())) {
          throw new DivergenceException("of epoch " + epoch + ", step " + step, learningRate);
        }
        OptionalDouble norm = computing.during(() -> learner.apply(learningRate));
        steps++;
        all = all.plus(batch, norm, mostNorm);
        events.accept(
            new TrialEvent.Stepped(
                epoch, step, all.images().loss(), all.images().images() / training.seconds()));
        if (batches.hasNext() && sinceCheckpoint.passed(checkpoints.interval())) {
          save(best, epoch, step, all, training.seconds());
        }
      }
    }
    return all;
  }

  private LossAndAccuracy accumulate(Batch batch) {
    LossAndAccuracy sum = LossAndAccuracy.NONE;
    double divisor = learner.divisor(batch);
    int index = 0;
    int first = 0;
    for (Batch piece : batch.pieces(trial.training().microBatch())) {
      model.network().moveDropoutTo(steps, index++, first);
      first += piece.size();
      try (NDManager scope = manager.newSubManager()) {
        NDArray pixels = inputs.of(scope, piece);
        NDArray labels = piece.targets(scope, model.classes());
        sum = sum.plus(computing.during(() -> learner.accumulate(pixels, labels, divisor)));
        events.accept(new TrialEvent.Alive());
      }
    }
    return sum;
  }

  private LossAndAccuracy evaluate(
      List<LabelledImage> split,
      String where,
      Stopwatch watch,
      BiConsumer<Batch, NDArray> classified) {
    events.accept(new TrialEvent.Entered(TrialPhase.EVALUATE));
    LossAndAccuracy all = LossAndAccuracy.NONE;
    watch.add(inputs.prepare(split));
    try (Batches pieces = inputs.pass(split, trial.training().microBatch())) {
      while (pieces.hasNext()) {
        Batch piece = pieces.next();
        try (NDManager scope = manager.newSubManager()) {
          NDArray logits = learner.logits(inputs.of(scope, piece));
          all = all.plus(learner.tally(logits, piece.labels(scope)));
          classified.accept(piece, logits);
          events.accept(new TrialEvent.Alive());
        }
      }
    }
    if (!Double.isFinite(all.loss())) {
      throw new DivergenceException(where, trial.training().learningRate());
    }
    return all;
  }

  /** Says that the loss stopped being a finite number. */
  private static final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says where, and what may help.
     *
     * @param where as it goes on from "the loss"
     */
    private DivergenceException(String where, double learningRate) {
      super(
          "the loss "
              + where
              + " is not a finite number; a learning rate below "
              + learningRate
              + " may help");
    }
  }
}
