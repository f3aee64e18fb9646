package io.github.vitlora.judge;

import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.UnjudgedExpectation;
import java.util.List;

/**
 * What there is to say of an experiment's expectations.
 *
 * @param outcomes of those that could be judged
 * @param unjudged those that wait for trials
 */
record Judgement(List<ExpectationOutcome> outcomes, List<UnjudgedExpectation> unjudged) {

  Judgement {
    outcomes = List.copyOf(outcomes);
    unjudged = List.copyOf(unjudged);
  }
}
