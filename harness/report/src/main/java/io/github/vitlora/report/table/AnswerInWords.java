package io.github.vitlora.report.table;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.judge.QuestionPlan;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.verdict.Answer;
import java.util.List;

/**
 * The answer to a question as people read it first.
 *
 * @param sentence the answer
 * @param asked the question, and how many trials the answer took
 * @param looks each look that was taken, in words
 * @param mark {@code ✔} for a rank that suffices, {@code ✘} for none, {@code ?} where it is open
 */
public record AnswerInWords(String sentence, String asked, List<String> looks, String mark) {

  /** Puts the answers to all questions into words, in the descriptor's order. */
  public static List<AnswerInWords> of(Experiment experiment, ExperimentResults results) {
    return results.questions().stream().map(answer -> of(experiment, answer)).toList();
  }

  private static AnswerInWords of(Experiment experiment, Answer answer) {
    List<String> looks =
        experiment.questions().stream()
            .filter(question -> question.name().equals(answer.question()))
            .findFirst()
            .map(question -> looks(question, answer))
            .orElse(List.of());
    return new AnswerInWords(
        Character.toUpperCase(answer.message().charAt(0)) + answer.message().substring(1),
        "%s: %s Answered from %d of %d trials."
            .formatted(answer.question(), answer.asked(), answer.trials(), answer.grid()),
        looks,
        switch (answer.decision()) {
          case SHOWN -> "✔";
          case REFUTED -> "✘";
          case UNDECIDED -> "?";
        });
  }

  private static List<String> looks(Question question, Answer answer) {
    return answer.looks().stream().map(look -> QuestionPlan.inWords(question, look)).toList();
  }
}
