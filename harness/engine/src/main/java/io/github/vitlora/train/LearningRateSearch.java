package io.github.vitlora.train;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Trains a trial by each of several learning rates, from the same seed, and goes on with the one
 * that is best on the validation images: it alone sees the test images.
 *
 * <p>Every rate has states of its own. Of the finished ones the best keeps its last state, whose
 * weights are tested in the end; of the others figures are left.
 */
final class LearningRateSearch {
  private final TrialSetup setup;
  private final Trial trial;
  private final Checkpointing checkpoints;
  private final TrialListener listener;
  private final Path file;
  private final List<Double> rates;
  private boolean started;

  LearningRateSearch(
      TrialSetup setup, Trial trial, Checkpointing checkpoints, TrialListener listener) {
    this.setup = setup;
    this.trial = trial;
    this.checkpoints = checkpoints;
    this.listener = listener;
    file = checkpoints.store().searchFile();
    rates = trial.training().options().learningRates();
  }

  TrialOutcome run(Path weights) throws IOException {
    TrialClock clock = new TrialClock();
    SearchState state = SearchState.read(file, checkpoints.store().fingerprint());
    clock.resumeAfter(state.wallSeconds());
    if (!state.attempts().isEmpty()) {
      listener.resumed(List.of(), 0, state.wallSeconds());
    }
    for (int i = state.attempts().size(); i < rates.size(); i++) {
      RateAttempt attempt = attempt(i, clock);
      state = state.plus(attempt, clock.seconds());
      state.write(file);
      if (attempt.divergence().isPresent()) {
        listener.gaveUp(attempt);
      }
      clearAllBut(state.best());
    }
    RateSearch search = new RateSearch(state.attempts(), state.best());
    if (search.chosen().isEmpty()) {
      return withoutAny(search);
    }
    int chosen = search.chosen().get();
    listener.chosen(search.attempts().get(chosen));
    // All its epochs are in its last state: nothing is trained, but what a damaged file lost.
    return setup
        .train(
            at(rates.get(chosen)),
            statesOf(chosen),
            new TrialClock(),
            new Quietly(listener),
            loop -> {
              tellStart(loop);
              return loop.conclude(loop.train(), weights);
            })
        .with(search);
  }

  private RateAttempt attempt(int index, TrialClock clock) throws IOException {
    double rate = rates.get(index);
    Course course =
        setup.train(
            at(rate),
            statesOf(index),
            clock,
            listener,
            loop -> {
              tellStart(loop);
              listener.trying(index + 1, rates.size(), rate);
              return loop.train();
            });
    return RateAttempt.of(rate, course);
  }

  private TrialOutcome withoutAny(RateSearch search) throws IOException {
    RateAttempt last = search.attempts().get(search.attempts().size() - 1);
    return setup.train(
        at(last.learningRate()),
        statesOf(rates.size() - 1),
        new TrialClock(),
        new Quietly(listener),
        loop -> {
          tellStart(loop);
          return TrialOutcome.diverged(
                  loop.plan(),
                  last.epochs(),
                  "at every one of its learning rates; at the last, "
                      + last.divergence().orElseThrow())
              .with(search);
        });
  }

  private void tellStart(TrainingLoop loop) {
    if (!started) {
      started = true;
      listener.started(loop.plan());
    }
  }

  private Trial at(double rate) {
    return trial.withTraining(trial.training().withLearningRate(rate));
  }

  private Checkpointing statesOf(int rate) {
    return new Checkpointing(checkpoints.store().ofRate(rate + 1), checkpoints.interval());
  }

  private void clearAllBut(Optional<Integer> best) throws IOException {
    for (int i = 0; i < rates.size(); i++) {
      if (best.isEmpty() || best.get() != i) {
        statesOf(i).store().clear();
      }
    }
  }

  /** Tells that work goes on, and nothing of what was told before. */
  private record Quietly(TrialListener listener) implements TrialListener {
    @Override
    public void started(TrialPlan plan) {
      // Told of the first rate.
    }

    @Override
    public void resumed(List<EpochMetrics> finished, long step, double wallSeconds) {
      // Not interrupted.
    }

    @Override
    public void stepped(int epoch, int step, Tally soFar, double imagesPerSecond) {
      listener.alive();
    }

    @Override
    public void alive() {
      listener.alive();
    }

    @Override
    public void entered(TrialPhase phase) {
      listener.entered(phase);
    }

    @Override
    public void epochEnded(EpochMetrics epoch) {
      // Told when the rate was tried.
    }
  }
}
