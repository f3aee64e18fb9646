package io.github.vitlora.run;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.judge.QuestionPlan;
import io.github.vitlora.result.PredictionFiles;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.verdict.Look;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The trials in the order in which they run: those that no question asks about, then for each
 * question those that its next look waits for. Where a user chose trials by name, these alone.
 */
final class TrialQueue {
  private final Experiment experiment;
  private final PredictionFiles predictions;
  private final RunListener listener;
  private final List<Question> questions;
  private final Deque<Trial> waiting = new ArrayDeque<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> told = new HashMap<>();

  /**
   * Plans the trials.
   *
   * @param selection what the user chose of them
   * @param predictions of the trials that have run
   * @param listener told of each look at a question
   */
  TrialQueue(
      Experiment experiment,
      TrialSelection selection,
      PredictionFiles predictions,
      RunListener listener) {
    this.experiment = experiment;
    this.predictions = predictions;
    this.listener = listener;
    boolean isWhole = selection.globs().isEmpty();
    this.questions = isWhole ? experiment.questions() : List.of();
    for (Trial trial : selection.choose(experiment.trials())) {
      if (questions.stream().noneMatch(q -> Experiment.asksAbout(q, trial.regime()))) {
        waiting.add(trial);
      }
    }
  }

  /** How many are known to follow by now. */
  int waiting() {
    return waiting.size();
  }

  /**
   * Takes the next trial; empty where every question is answered.
   *
   * @param results of those that have run
   */
  Optional<Trial> next(List<TrialResult> results) {
    for (int i = 0; waiting.isEmpty() && i < questions.size(); i++) {
      QuestionPlan plan =
          QuestionPlan.of(experiment, questions.get(i), results, predictions.read(results));
      tell(plan);
      plan.needed().stream().filter(trial -> !taken.contains(trial.id())).forEach(waiting::add);
    }
    Optional<Trial> next = Optional.ofNullable(waiting.poll());
    next.ifPresent(trial -> taken.add(trial.id()));
    return next;
  }

  private void tell(QuestionPlan plan) {
    String name = plan.question().name();
    Integer before = told.put(name, plan.answer().looks().size());
    if (before == null) {
      listener.deciding(
          "%s: %s It takes %d trials at most"
              .formatted(name, plan.answer().asked(), plan.answer().grid()));
    }
    List<Look> looks = plan.answer().looks();
    for (Look look : looks.subList(before == null ? 0 : before, looks.size())) {
      listener.deciding(name + ": " + QuestionPlan.inWords(plan.question(), look));
    }
    if (!plan.needed().isEmpty()) {
      int needed = plan.needed().size();
      listener.deciding(
          "%s: the next look takes %s"
              .formatted(name, needed == 1 ? "one trial" : needed + " trials"));
    } else if (before == null || before < looks.size()) {
      listener.deciding(
          "%s: answered from %d of %d trials"
              .formatted(name, plan.answer().trials(), plan.answer().grid()));
    }
  }
}
