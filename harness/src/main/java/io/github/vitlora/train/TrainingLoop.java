package io.github.vitlora.train;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.data.Batch;
import io.github.vitlora.data.BatchLoader;
import io.github.vitlora.data.DatasetSplits;
import io.github.vitlora.data.DecodedCache;
import io.github.vitlora.data.EpochOrder;
import io.github.vitlora.data.ImageTransform;
import io.github.vitlora.data.LabelledImage;
import io.github.vitlora.experiment.RandomStreams;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The epochs of a trial: each image once an epoch, in an order that follows from seed and epoch, in
 * batches that are computed in pieces.
 */
final class TrainingLoop implements AutoCloseable {
  private static final long DECODED_BYTES = 256L << 20;

  /** The cores are the network's; decoding takes what is left. */
  private static final int DECODING_THREADS = 1;

  private final NDManager manager;
  private final Trial trial;
  private final TunableModel model;
  private final DatasetSplits splits;
  private final RandomStreams random;
  private final TrialListener listener;
  private final DecodedCache images;
  private final GradientStep gradients;
  private long steps;

  TrainingLoop(
      NDManager manager,
      Trial trial,
      TunableModel model,
      DatasetSplits splits,
      RandomStreams random,
      TrialListener listener) {
    this.manager = manager;
    this.trial = trial;
    this.model = model;
    this.splits = splits;
    this.random = random;
    this.listener = listener;
    images = new DecodedCache(new ImageTransform(trial.dataset().transform()), DECODED_BYTES);
    gradients = new GradientStep(manager, model);
  }

  TrialOutcome run(Path weights) throws IOException {
    TrialPlan plan = plan();
    listener.started(plan);
    List<EpochMetrics> epochs = new ArrayList<>();
    try {
      for (int epoch = 1; epoch <= trial.training().epochs(); epoch++) {
        EpochMetrics metrics = epoch(epoch);
        epochs.add(metrics);
        listener.epochEnded(metrics);
      }
    } catch (DivergenceException e) {
      return new TrialOutcome(
          plan, epochs, Optional.empty(), Optional.of(e.getMessage()), Optional.empty());
    }
    long bytes = model.save(weights);
    Tally test = evaluate(splits.test());
    return new TrialOutcome(plan, epochs, Optional.of(test), Optional.empty(), Optional.of(bytes));
  }

  private TrialPlan plan() {
    int batch = trial.training().batchSize();
    int count = splits.train().size();
    return new TrialPlan(
        model.count(),
        trial.training().epochs(),
        (count + batch - 1) / batch,
        count,
        splits.validation().size(),
        splits.test().size());
  }

  private EpochMetrics epoch(int epoch) {
    double learningRate = trial.training().learningRate();
    long start = System.nanoTime();
    Tally training = train(epoch, learningRate, start);
    long trained = System.nanoTime();
    Optional<Tally> validation =
        splits.validation().isEmpty()
            ? Optional.empty()
            : Optional.of(evaluate(splits.validation()));
    long validated = System.nanoTime();
    return new EpochMetrics(
        epoch,
        learningRate,
        training,
        validation,
        (trained - start) / 1e9,
        (validated - trained) / 1e9);
  }

  private Tally train(int epoch, double learningRate, long start) {
    List<LabelledImage> order = EpochOrder.shuffled(splits.train(), random, epoch);
    Tally all = Tally.NONE;
    int step = 0;
    try (BatchLoader batches = load(order, trial.training().batchSize())) {
      while (batches.hasNext()) {
        step++;
        Tally batch = accumulate(batches.next());
        if (!Double.isFinite(batch.loss())) {
          throw new DivergenceException(epoch, step, learningRate);
        }
        gradients.apply(learningRate);
        steps++;
        all = all.plus(batch);
        double seconds = (System.nanoTime() - start) / 1e9;
        listener.stepped(epoch, step, all, all.images() / seconds);
      }
    }
    return all;
  }

  private Tally accumulate(Batch batch) {
    Tally sum = Tally.NONE;
    int index = 0;
    for (Batch piece : batch.pieces(trial.training().microBatch())) {
      model.network().dropoutClock().moveTo(steps, index++);
      try (NDManager scope = manager.newSubManager()) {
        sum =
            sum.plus(
                gradients.accumulate(piece.toPixels(scope), piece.labels(scope), batch.size()));
      }
    }
    return sum;
  }

  private Tally evaluate(List<LabelledImage> split) {
    Tally all = Tally.NONE;
    try (BatchLoader pieces = load(split, trial.training().microBatch())) {
      while (pieces.hasNext()) {
        Batch piece = pieces.next();
        try (NDManager scope = manager.newSubManager()) {
          all = all.plus(Evaluation.of(model, piece.toPixels(scope), piece.labels(scope)));
        }
      }
    }
    return all;
  }

  private BatchLoader load(List<LabelledImage> order, int size) {
    return new BatchLoader(order, images, size, DECODING_THREADS);
  }

  @Override
  public void close() {
    gradients.close();
  }
}
