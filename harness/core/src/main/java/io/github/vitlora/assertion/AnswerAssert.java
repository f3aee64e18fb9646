package io.github.vitlora.assertion;

import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.Decision;
import org.assertj.core.api.AbstractAssert;

/** Asserts on the answer to a question. */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, Answer> {

  AnswerAssert(Answer actual) {
    super(actual, AnswerAssert.class);
  }

  /**
   * Asserts that a rank is shown to suffice, and that it is this one or a smaller one.
   *
   * @param rank the largest that will do
   */
  public AnswerAssert isSufficientRankAtMost(int rank) {
    if (actual.decision() != Decision.SHOWN || actual.rank().orElse(Integer.MAX_VALUE) > rank) {
      failWithMessage(
          "%nExpecting '%s' to be answered by a rank of at most %s, but:%n  %s",
          actual.question(), rank, actual.message());
    }
    return this;
  }

  /** Asserts that the question is decided, whatever the answer is. */
  public AnswerAssert isDecided() {
    if (actual.decision() == Decision.UNDECIDED) {
      failWithMessage(
          "%nExpecting '%s' to be decided, but:%n  %s", actual.question(), actual.message());
    }
    return this;
  }
}
