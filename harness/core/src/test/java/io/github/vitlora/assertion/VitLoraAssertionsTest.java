package io.github.vitlora.assertion;

import static io.github.vitlora.assertion.VitLoraAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.Decision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On committed results: full fine-tuning, a linear probe and LoRA at five ranks. */
class VitLoraAssertionsTest {
  private final ExperimentResults results =
      VitLoraAssertions.results(Path.of("..", "..", "reports", "reference", "quickstart-ranks"));

  @Test
  void holdsWhatTheResultsSay() {
    assertThat(results).passed();
    assertThat(results)
        .hasTrial("lora-r8-seed1")
        .isCompleted()
        .withTestAccuracyAtLeast(0.76)
        .withTrainableParameters(33_418)
        .withTestLossAtMost(1.0);
    assertThat(results)
        .hasRegime("lora-r8")
        .isCompleted()
        .withTestAccuracyWithin(0.02, "full")
        .withAtMost(Metric.SAVED_BYTES, 200_000);
  }

  @Test
  void resultsThatLackTrialsDoNotPass() {
    Experiment experiment = ExperimentJson.read(results.descriptor().orElseThrow());
    ExperimentResults merged =
        Comparison.results(
            experiment,
            results.environment(),
            results.trials().subList(0, 6),
            Optional.empty(),
            List.of("lora-r16-seed1"));

    assertThatThrownBy(() -> assertThat(merged).passed())
        .hasMessageContaining("trials are missing: lora-r16-seed1");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(
            () -> assertThat(results).hasTrial("lora-r8-seed1").withTestAccuracyAtLeast(0.99))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "Expecting testAccuracy of trial 'lora-r8-seed1' to be at least 0.99, but it is 0.8");
    assertThatThrownBy(
            () ->
                assertThat(results).hasRegime("linear-probe").withTestAccuracyWithin(0.01, "full"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("testAccuracy of linear-probe to be within 0.01 of full's 0.8");
    assertThatThrownBy(
            () -> assertThat(results).hasTrial("lora-r8-seed1").withTrainableParameters(1))
        .hasMessageContaining("to train 1 parameters, but it trains 33,418");
  }

  @Test
  void answersOfQuestionsAreHeldToARank() {
    Answer shown = answer(Decision.SHOWN, Optional.of(4), "rank 4 suffices");
    Answer open = answer(Decision.UNDECIDED, Optional.empty(), "undecided: more seeds");

    assertThat(asking(shown)).hasAnswer("good-enough").isDecided().isSufficientRankAtMost(4);

    assertThatThrownBy(
            () -> assertThat(asking(shown)).hasAnswer("good-enough").isSufficientRankAtMost(2))
        .hasMessageContaining("by a rank of at most 2, but:")
        .hasMessageContaining("rank 4 suffices");
    assertThatThrownBy(() -> assertThat(asking(open)).hasAnswer("good-enough").isDecided())
        .hasMessageContaining("undecided: more seeds");
    assertThatThrownBy(() -> assertThat(asking(open)).hasAnswer("god-enough"))
        .hasMessageContaining("did you mean good-enough?");
  }

  private ExperimentResults asking(Answer answer) {
    return results.withQuestions(List.of(answer));
  }

  private static Answer answer(Decision decision, Optional<Integer> rank, String message) {
    return new Answer(
        "good-enough", "Which?", decision, rank, message, true, List.of(), 6, 8, List.of());
  }

  @Test
  void guessesWhatWasMeant() {
    assertThatThrownBy(() -> assertThat(results).hasTrial("lora-r8-sed1"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did you mean lora-r8-seed1?")
        .hasMessageContaining("Its trials are: full-seed1, linear-probe-seed1,");
    assertThatThrownBy(() -> assertThat(results).hasRegime("loar-r8"))
        .hasMessageContaining("did you mean lora-r8?");
  }
}
