package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.batch.Batches;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.dataset.EpochOrder;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.Digests;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Classifications;
import io.github.vitlora.learner.Inputs;
import io.github.vitlora.learner.Learner;
import io.github.vitlora.learner.Stopwatch;
import io.github.vitlora.learner.Tally;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.GradientNorms;
import io.github.vitlora.optimizer.LearningRates;
import io.github.vitlora.optimizer.TrainableState;
import io.github.vitlora.random.RandomStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * The epochs of a trial: each image once an epoch, in an order that follows from seed and epoch, in
 * batches that are computed in pieces.
 */
final class TrainingLoop {
  private final NDManager manager;
  private final Trial trial;
  private final TunableModel model;
  private final DatasetSplits splits;
  private final RandomStreams random;
  private final Checkpointing checkpoints;
  private final TrialListener listener;
  private final Inputs inputs;
  private final Learner learner;
  private final LearningRates rates;
  private final TrialClock clock;
  private final StoppingRule stopping;
  private final List<EpochMetrics> finished = new ArrayList<>();
  private Stopwatch sinceCheckpoint = new Stopwatch();
  private final LapTimer computing = new LapTimer();
  private long steps;

  TrainingLoop(
      NDManager manager,
      TrialInputs trialInputs,
      TunableModel model,
      Learner learner,
      Inputs inputs,
      Checkpointing checkpoints,
      TrialClock clock,
      TrialListener listener) {
    this.manager = manager;
    this.trial = trialInputs.trial();
    this.model = model;
    this.splits = trialInputs.splits();
    this.random = new RandomStreams(trial.seed());
    this.checkpoints = checkpoints;
    this.clock = clock;
    this.listener = listener;
    stopping = new StoppingRule(trial.training().options().earlyStopping());
    this.inputs = inputs;
    this.learner = learner;
    rates = new LearningRates(trial.training(), (long) trial.training().epochs() * stepsPerEpoch());
  }

  /** Trains and tests. */
  TrialOutcome run(Path weights) throws IOException {
    listener.started(plan());
    return conclude(train(), weights);
  }

  /** Trains to the last epoch, or to where nothing gets better; leaves the weights to be tested. */
  Course train() throws IOException {
    try (BestWeights best = new BestWeights(manager, best())) {
      TrainingPosition position = resume(best);
      while (position.epoch() <= trial.training().epochs() && !stopping.isOver(finished)) {
        EpochMetrics metrics = epoch(position, best);
        finished.add(metrics);
        if (stopping.best(finished) == finished.size() - 1) {
          best.keep();
        }
        listener.epochEnded(metrics);
        position = save(best, position.epoch() + 1, 0, Tally.NONE, GradientNorms.NONE, 0);
      }
      best.restore();
      learner.weightsChanged();
      return new Course(finished, stopping.best(finished), Optional.empty());
    } catch (DivergenceException e) {
      return new Course(finished, finished.size() - 1, Optional.of(e.getMessage()));
    }
  }

  /** The weights to be kept of the best epoch: none where that is the last one anyway. */
  private Map<String, NDArray> best() {
    return trial.training().options().earlyStopping().isPresent() ? model.trainable() : Map.of();
  }

  /** Tests what {@link #train} left, and saves it. */
  TrialOutcome conclude(Course course, Path weights) throws IOException {
    if (course.divergence().isPresent()) {
      return TrialOutcome.diverged(plan(), course.epochs(), course.divergence().get());
    }
    try {
      Classifications predictions = new Classifications();
      Tally test = evaluate(splits.test(), "on the test images", new Stopwatch(), predictions::add);
      SavedWeights saved = new SavedWeights(model.save(weights), Digests.ofFile(weights));
      return new TrialOutcome(
          plan(),
          course.epochs(),
          Optional.of(test),
          predictions.images(),
          Optional.empty(),
          Optional.of(saved),
          trial.training().options().earlyStopping().map(s -> course.testedEpoch().epoch()),
          Optional.empty());
    } catch (DivergenceException e) {
      return TrialOutcome.diverged(plan(), course.epochs(), e.getMessage());
    }
  }

  private TrainingPosition resume(BestWeights best) throws IOException {
    Optional<TrainingPosition> found = checkpoints.store().resume(state(best));
    if (found.isEmpty()) {
      return TrainingPosition.START;
    }
    TrainingPosition position = found.get();
    steps = position.steps();
    learner.resumeAfter(steps);
    clock.resumeAfter(position.wallSeconds());
    finished.addAll(position.finished());
    listener.resumed(finished, steps, position.wallSeconds());
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
      BestWeights best,
      int epoch,
      int batches,
      Tally soFar,
      GradientNorms norms,
      double trainSeconds)
      throws IOException {
    TrainingPosition position =
        new TrainingPosition(
            steps,
            epoch,
            batches,
            soFar,
            norms,
            trainSeconds,
            trainSeconds == 0 ? 0 : computing.seconds(),
            clock.seconds(),
            finished);
    checkpoints.store().save(position, state(best));
    sinceCheckpoint = new Stopwatch();
    return position;
  }

  TrialPlan plan() {
    return new TrialPlan(
        model.count(),
        trial.training().epochs(),
        stepsPerEpoch(),
        splits.train().size(),
        splits.validation().size(),
        splits.test().size());
  }

  private int stepsPerEpoch() {
    int batch = trial.training().batchSize();
    return (splits.train().size() + batch - 1) / batch;
  }

  private EpochMetrics epoch(TrainingPosition position, BestWeights best) throws IOException {
    Stopwatch training = new Stopwatch();
    training.add(position.trainSeconds());
    computing.restart(position.stepSeconds());
    Trained trained = train(position, training, best);
    double trainSeconds = training.seconds();
    Stopwatch validation = new Stopwatch();
    Optional<Tally> validated =
        splits.validation().isEmpty()
            ? Optional.empty()
            : Optional.of(
                evaluate(
                    splits.validation(),
                    "on the validation images after epoch " + position.epoch(),
                    validation,
                    (piece, logits) -> {}));
    return new EpochMetrics(
        position.epoch(),
        rates.highest((position.epoch() - 1L) * stepsPerEpoch(), stepsPerEpoch()),
        trained.images(),
        validated,
        trained.norms().steps() == 0 ? Optional.empty() : Optional.of(trained.norms()),
        trainSeconds,
        computing.seconds(),
        validation.seconds());
  }

  /** What became of the images of an epoch, and its gradients. */
  private record Trained(Tally images, GradientNorms norms) {}

  private Trained train(TrainingPosition position, Stopwatch training, BestWeights best)
      throws IOException {
    listener.entered(TrialPhase.TRAIN);
    int epoch = position.epoch();
    int batchSize = trial.training().batchSize();
    List<LabelledImage> order = EpochOrder.shuffled(splits.train(), random, epoch);
    int step = position.batches();
    Tally all = position.soFar();
    int first = Math.min(order.size(), step * batchSize);
    GradientNorms norms = position.norms();
    double mostNorm = trial.training().options().gradientClipping().orElse(Double.NaN);
    double earlier = computing.during(() -> inputs.prepare(splits.train()));
    computing.add(earlier);
    training.add(earlier);
    try (Batches batches = inputs.epoch(order, epoch, first, batchSize)) {
      while (batches.hasNext()) {
        step++;
        double learningRate = rates.at(steps);
        Tally batch = accumulate(batches.next());
        if (!Double.isFinite(batch.loss())) {
          throw new DivergenceException("of epoch " + epoch + ", step " + step, learningRate);
        }
        OptionalDouble norm = computing.during(() -> learner.apply(learningRate));
        steps++;
        norms = norms.plus(norm, mostNorm);
        all = all.plus(batch);
        listener.stepped(epoch, step, all, all.images() / training.seconds());
        if (batches.hasNext() && sinceCheckpoint.passed(checkpoints.interval())) {
          save(best, epoch, step, all, norms, training.seconds());
        }
      }
    }
    return new Trained(all, norms);
  }

  private Tally accumulate(Batch batch) {
    Tally sum = Tally.NONE;
    int index = 0;
    for (Batch piece : batch.pieces(trial.training().microBatch())) {
      model.network().dropoutClock().moveTo(steps, index++);
      try (NDManager scope = manager.newSubManager()) {
        NDArray pixels = inputs.of(scope, piece);
        NDArray labels = piece.targets(scope, model.classes());
        sum = sum.plus(computing.during(() -> learner.accumulate(pixels, labels, batch.size())));
        listener.alive();
      }
    }
    return sum;
  }

  private Tally evaluate(
      List<LabelledImage> split,
      String where,
      Stopwatch watch,
      BiConsumer<Batch, NDArray> classified) {
    listener.entered(TrialPhase.EVALUATE);
    Tally all = Tally.NONE;
    watch.add(inputs.prepare(split));
    try (Batches pieces = inputs.pass(split, trial.training().microBatch())) {
      while (pieces.hasNext()) {
        Batch piece = pieces.next();
        try (NDManager scope = manager.newSubManager()) {
          NDArray logits = learner.logits(inputs.of(scope, piece));
          all = all.plus(learner.tally(logits, piece.labels(scope)));
          classified.accept(piece, logits);
          listener.alive();
        }
      }
    }
    if (!Double.isFinite(all.loss())) {
      throw new DivergenceException(where, trial.training().learningRate());
    }
    return all;
  }
}
