package io.github.vitlora.train;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.learner.Stopwatch;
import io.github.vitlora.regime.EarlyStopping.On;
import io.github.vitlora.regime.RateBracket.Side;
import io.github.vitlora.regime.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a trial by each of several learning rates, from the same seed, and tests only the one that
 * is best on the validation images: of a list by accuracy, then loss; of a search, which goes on
 * while the best lies at an end, by loss. A few validation images seldom tell two rates apart by
 * accuracy, which changes by whole images; their mean loss does. A list's choice goes by loss as
 * well where the training makes up for small classes: accuracy on images of which most are of one
 * class would choose a rate that learns that class alone. The loss is that of the results, in which
 * every validation image counts alike.
 *
 * <p>Every rate trains all epochs of the recipe: stopped early, one whose schedule has yet to fall
 * would be judged by what it is not. Every rate has states of its own. Of the finished ones the
 * best keeps its last state, whose weights are tested in the end; of the others figures are left.
 */
final class LearningRateSearch {
  private final TrialRun run;
  private final Trial trial;
  private final CheckpointStore checkpoints;
  private final Consumer<TrialEvent> events;
  private final Path file;
  private final TrainingOptions options;
  private final On criterion;
  private boolean started;

  LearningRateSearch(
      TrialRun run, Trial trial, CheckpointStore checkpoints, Consumer<TrialEvent> events) {
    this.run = run;
    this.trial = trial;
    this.checkpoints = checkpoints;
    this.events = events;
    file = checkpoints.searchFile();
    options = trial.training().options();
    criterion = options.autoLearningRate() || options.balances() ? On.LOSS : On.ACCURACY;
  }

  /** What came of a rate: its training, and the loss of each validation image where it counts. */
  private record Training(TrainingHistory history, List<Double> losses) {}

  TrialOutcome run(Path weights) throws IOException {
    Stopwatch clock = new Stopwatch();
    SearchState state = SearchState.read(file, checkpoints.fingerprint());
    clock.resumeAfter(state.wallSeconds());
    if (!state.tried().isEmpty()) {
      events.accept(new TrialEvent.Resumed(List.of(), 0, state.wallSeconds()));
    }
    for (Optional<Double> next = next(state); next.isPresent(); next = next(state)) {
      double rate = next.get();
      Training training = train(state.tried().size(), rate, clock);
      TrainingHistory history = training.history();
      state = state.plus(rate, history, training.losses(), clock.seconds());
      state.write(file);
      if (history.divergence().isPresent()) {
        events.accept(new TrialEvent.GaveUp(rate, history.divergence().get()));
      }
      clearAllBut(state.best(criterion), state.tried().size());
    }
    Optional<Integer> best = state.best(criterion);
    RateChoice choice = state.choice(criterion, run.validationImages());
    TrialOutcome outcome =
        best.isPresent() ? conclude(state, best.get(), choice, weights) : withoutAny(state);
    return outcome.with(choice);
  }

  /** Returns the rate to try next: each of the list, and then where a search goes on. */
  private Optional<Double> next(SearchState state) {
    List<Double> listed = options.learningRates();
    if (state.tried().size() < listed.size()) {
      return Optional.of(listed.get(state.tried().size()));
    }
    return options.autoLearningRate() ? state.bracket().next() : Optional.empty();
  }

  private Training train(int index, double rate, Stopwatch clock) throws IOException {
    int known = Math.max(index + 1, options.learningRates().size());
    return with(
        index,
        rate,
        clock,
        events,
        loop -> {
          events.accept(new TrialEvent.Trying(index + 1, known, rate));
          TrainingHistory history = loop.train();
          return new Training(
              history,
              criterion == On.LOSS && history.divergence().isEmpty()
                  ? loop.validationLosses()
                  : List.of());
        });
  }

  /** Tests the chosen rate, whose last state has all its epochs unless a file is damaged. */
  private TrialOutcome conclude(SearchState state, int index, RateChoice choice, Path weights)
      throws IOException {
    TriedRate chosen = state.tried().get(index);
    events.accept(
        new TrialEvent.Chosen(chosen.learningRate(), chosen.validationAccuracy().orElseThrow()));
    choice
        .open()
        .ifPresent(side -> events.accept(new TrialEvent.Warned(open(chosen.learningRate(), side))));
    return with(
        index,
        chosen.learningRate(),
        new Stopwatch(),
        this::toldBefore,
        loop -> loop.conclude(loop.train(), weights));
  }

  private String open(double rate, Side side) {
    return "learning rate %s is the best of the rates given, and the last of its list: a %s one may be better%s"
        .formatted(
            NumberText.plain(rate),
            side == Side.BELOW ? "lower" : "higher",
            options.autoLearningRate() ? "" : "; learningRates=\"auto\" would go on there");
  }

  private TrialOutcome withoutAny(SearchState state) throws IOException {
    return with(
        state.tried().size() - 1,
        state.last().learningRate(),
        new Stopwatch(),
        this::toldBefore,
        loop ->
            loop.diverged(
                state.epochs(),
                "at every one of its learning rates; at the last, "
                    + state.last().message().orElseThrow()));
  }

  /** Does some work with the training by one of the rates. */
  private <T> T with(
      int index, double rate, Stopwatch clock, Consumer<TrialEvent> told, TrialRun.Work<T> work)
      throws IOException {
    return run.train(
        trial.withTraining(trial.training().withLearningRate(rate)),
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

  private void clearAllBut(Optional<Integer> best, int tried) throws IOException {
    for (int i = 0; i < tried; i++) {
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
