package io.github.vitlora.train;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.learner.Stopwatch;
import io.github.vitlora.result.RateChoice;
import io.github.vitlora.result.TriedRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a trial by each of several learning rates, from the same seed, and tests only the one that
 * is best on the validation images.
 *
 * <p>Every rate has states of its own. Of the finished ones the best keeps its last state, whose
 * weights are tested in the end; of the others figures are left.
 */
final class LearningRateSearch {
  private final TrialRun run;
  private final Trial trial;
  private final CheckpointStore checkpoints;
  private final Consumer<TrialEvent> events;
  private final Path file;
  private final List<Double> rates;
  private boolean started;

  LearningRateSearch(
      TrialRun run, Trial trial, CheckpointStore checkpoints, Consumer<TrialEvent> events) {
    this.run = run;
    this.trial = trial;
    this.checkpoints = checkpoints;
    this.events = events;
    file = checkpoints.searchFile();
    rates = trial.training().options().learningRates();
  }

  TrialOutcome run(Path weights) throws IOException {
    Stopwatch clock = new Stopwatch();
    SearchState state = SearchState.read(file, checkpoints.fingerprint());
    clock.resumeAfter(state.wallSeconds());
    if (!state.tried().isEmpty()) {
      events.accept(new TrialEvent.Resumed(List.of(), 0, state.wallSeconds()));
    }
    for (int i = state.tried().size(); i < rates.size(); i++) {
      TrainingHistory history = train(i, clock);
      state = state.plus(rates.get(i), history, clock.seconds());
      state.write(file);
      if (history.divergence().isPresent()) {
        events.accept(new TrialEvent.GaveUp(rates.get(i), history.divergence().get()));
      }
      clearAllBut(state.best());
    }
    Optional<TriedRate> chosen = state.best().map(state.tried()::get);
    RateChoice choice = RateChoice.of(state.tried(), chosen.map(TriedRate::learningRate));
    TrialOutcome outcome =
        chosen.isPresent()
            ? conclude(chosen.get(), state.best().get(), weights)
            : withoutAny(state);
    return outcome.with(choice);
  }

  private TrainingHistory train(int index, Stopwatch clock) throws IOException {
    return with(
        index,
        clock,
        events,
        loop -> {
          events.accept(new TrialEvent.Trying(index + 1, rates.size(), rates.get(index)));
          return loop.train();
        });
  }

  /** Tests the chosen rate, whose last state has all its epochs unless a file is damaged. */
  private TrialOutcome conclude(TriedRate chosen, int index, Path weights) throws IOException {
    events.accept(
        new TrialEvent.Chosen(chosen.learningRate(), chosen.validationAccuracy().orElseThrow()));
    return with(
        index, new Stopwatch(), this::toldBefore, loop -> loop.conclude(loop.train(), weights));
  }

  private TrialOutcome withoutAny(SearchState state) throws IOException {
    return with(
        rates.size() - 1,
        new Stopwatch(),
        this::toldBefore,
        loop ->
            loop.diverged(
                state.epochs(),
                "at every one of its learning rates; at the last, "
                    + state.last().message().orElseThrow()));
  }

  /** Does some work with the training by one of the rates. */
  private <T> T with(int index, Stopwatch clock, Consumer<TrialEvent> told, TrialRun.Work<T> work)
      throws IOException {
    return run.train(
        trial.withTraining(trial.training().withLearningRate(rates.get(index))),
        statesOf(index),
        clock,
        told,
        loop -> {
          if (!started) {
            started = true;
            events.accept(loop.start());
          }
          return work.with(loop);
        });
  }

  private CheckpointStore statesOf(int rate) {
    return checkpoints.ofRate(rate + 1);
  }

  private void clearAllBut(Optional<Integer> best) throws IOException {
    for (int i = 0; i < rates.size(); i++) {
      if (best.isEmpty() || best.get() != i) {
        statesOf(i).clear();
      }
    }
  }

  /** Tells that work goes on, and nothing of what was told when the rate was tried. */
  private void toldBefore(TrialEvent event) {
    if (event instanceof TrialEvent.Entered) {
      events.accept(event);
    } else if (event instanceof TrialEvent.Stepped || event instanceof TrialEvent.Alive) {
      events.accept(new TrialEvent.Alive());
    }
  }
}
