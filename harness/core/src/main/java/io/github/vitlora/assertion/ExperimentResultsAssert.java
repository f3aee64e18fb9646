package io.github.vitlora.assertion;

import io.github.vitlora.io.Suggestions;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.verdict.Answer;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the results of an experiment. */
public final class ExperimentResultsAssert
    extends AbstractAssert<ExperimentResultsAssert, ExperimentResults> {

  ExperimentResultsAssert(ExperimentResults actual) {
    super(actual, ExperimentResultsAssert.class);
  }

  /**
   * Every trial is there and completed, and every expectation of the descriptor holds; a shard
   * answers for its own trials alone.
   */
  public ExperimentResultsAssert passed() {
    isNotNull();
    List<String> problems = actual.problems();
    if (!problems.isEmpty()) {
      failWithMessage(
          "%nExpecting experiment '%s' to pass, but:%n  - %s",
          actual.experiment(), String.join("\n  - ", problems));
    }
    return this;
  }

  /**
   * There is a trial of this id; what follows is asserted of it.
   *
   * @param id {@code lora-r8-seed1} for example
   */
  public TrialResultAssert hasTrial(String id) {
    isNotNull();
    List<String> ids = actual.trials().stream().map(TrialResult::id).toList();
    int index = ids.indexOf(id);
    if (index < 0) {
      failWithMessage(
          "%nExpecting experiment '%s' to have a trial '%s'%s%nIts trials are: %s",
          actual.experiment(), id, Suggestions.hint(id, ids), String.join(", ", ids));
    }
    return new TrialResultAssert(actual.trials().get(index)).as(descriptionText());
  }

  /**
   * There is a regime of this name; what follows is asserted of its means over the seeds.
   *
   * @param slug as trials' ids begin, {@code lora-r8} or {@code full} for example
   */
  public RegimeAssert hasRegime(String slug) {
    isNotNull();
    return new RegimeAssert(regime(slug), this::regime).as(descriptionText());
  }

  /**
   * The descriptor asks a question of this name; what follows is asserted of its answer.
   *
   * @param name of the question
   */
  public AnswerAssert hasAnswer(String name) {
    isNotNull();
    List<String> names = actual.questions().stream().map(Answer::question).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      failWithMessage(
          "%nExpecting experiment '%s' to answer a question '%s'%s%nIts questions are: %s",
          actual.experiment(), name, Suggestions.hint(name, names), String.join(", ", names));
    }
    return new AnswerAssert(actual.questions().get(index)).as(descriptionText());
  }

  private RegimeSummary regime(String slug) {
    List<String> slugs = actual.comparisons().stream().map(RegimeSummary::slug).toList();
    int index = slugs.indexOf(slug);
    if (index < 0) {
      failWithMessage(
          "%nExpecting experiment '%s' to have a regime '%s'%s%nIts regimes are: %s",
          actual.experiment(), slug, Suggestions.hint(slug, slugs), String.join(", ", slugs));
    }
    return actual.comparisons().get(index);
  }
}
