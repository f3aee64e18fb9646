package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Question.From;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuestionPlanTest {
  private static final int IMAGES = 1_000;

  private final Map<String, List<Prediction>> predictions = new HashMap<>();
  private final List<TrialResult> trials = new ArrayList<>();

  @Test
  void aQuestionBeginsWithTheLargestRankAndTheReferenceUnderTheSeedsOfTheFirstLook() {
    QuestionPlan plan = plan(Samples.question(3, 4));

    assertThat(plan.needed())
        .extracting(Trial::id)
        .containsExactly(
            "full-seed1",
            "lora-r4-seed1",
            "full-seed2",
            "lora-r4-seed2",
            "full-seed3",
            "lora-r4-seed3");
    assertThat(plan.answer().decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(plan.answer().passed()).as("it is still open").isTrue();
    assertThat(plan.answer().grid()).isEqualTo(4 * 4);
  }

  @Test
  void ranksStepDownAsLongAsEachIsShownToSuffice() {
    train(0, 800, 3);
    train(4, 800, 3);
    train(2, 797, 3);
    train(1, 650, 3);

    Answer answer = plan(Samples.question(3, 4)).answer();

    assertThat(answer.decision()).isEqualTo(Decision.SHOWN);
    assertThat(answer.rank()).contains(2);
    assertThat(answer.message())
        .startsWith(
            "rank 2 suffices: test accuracy at most 2 points below full fine-tuning (95 %, 3 seeds, 1,000 images); rank 1 does not (the difference lies between -")
        .contains("It stores ");
    assertThat(answer.looks())
        .extracting(Look::rank, Look::seeds, Look::decision)
        .containsExactly(
            tuple(4, 3, Decision.SHOWN),
            tuple(2, 3, Decision.SHOWN),
            tuple(1, 3, Decision.REFUTED));
    assertThat(answer.trials()).isEqualTo(12);
  }

  @Test
  void aRankBelowOneThatIsRefutedIsNotTrained() {
    train(0, 800, 3);
    train(4, 700, 3);

    QuestionPlan plan = plan(Samples.question(3, 4));

    assertThat(plan.needed()).isEmpty();
    assertThat(plan.answer().decision()).isEqualTo(Decision.REFUTED);
    assertThat(plan.answer().passed()).isFalse();
    assertThat(plan.answer().message())
        .startsWith("no rank suffices: rank 4, the largest, is more than 2 points below");
  }

  @Test
  void whatIsOpenTakesTheSeedsOfTheNextLook() {
    train(0, 800, 3);
    train(4, 775, 800, 788);

    QuestionPlan plan = plan(Samples.question(3, 5));

    assertThat(plan.needed())
        .extracting(Trial::id)
        .containsExactly("full-seed4", "lora-r4-seed4", "full-seed5", "lora-r4-seed5");
    assertThat(plan.answer().looks())
        .extracting(Look::decision)
        .containsExactly(Decision.UNDECIDED);
    assertThat(plan.answer().awaited()).contains("lora-r4-seed5");
  }

  @Test
  void whereNoNumberOfSeedsWouldDoItSaysHowManyImagesWould() {
    train(0, 800, 3);
    // A tenth of the images differs, always the same ones.
    for (int seed = 1; seed <= 3; seed++) {
      predict("lora-r4-seed" + seed, 53, 845);
    }

    QuestionPlan plan = plan(Samples.question(3, 8));

    assertThat(plan.needed()).as("more seeds are not trained").isEmpty();
    assertThat(plan.answer().decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(plan.answer().passed()).isFalse();
    assertThat(plan.answer().looks().get(0).imagesNeeded())
        .hasValueSatisfying(n -> assertThat(n).isGreaterThan(1_000));
    assertThat(plan.answer().message())
        .contains("more seeds would not show it with these 1,000 test images; about");
  }

  @Test
  void fromTheSmallestRankUpTheFirstThatSufficesIsTheLastThatIsTrained() {
    train(0, 800, 3);
    train(1, 650, 3);
    train(2, 800, 3);

    QuestionPlan plan = plan(Samples.question(3, 4).withFrom(From.SMALLEST));

    assertThat(plan.needed()).isEmpty();
    assertThat(plan.answer().rank()).contains(2);
    assertThat(plan.answer().looks()).extracting(Look::rank).containsExactly(1, 2);
    // One side of 5 %, over two looks at each of three ranks.
    assertThat(plan.answer().looks().get(0).bounds().orElseThrow().confidence())
        .isEqualTo(1 - 0.05 / 6);
  }

  @Test
  void aTrialThatFailsLeavesTheQuestionOpenAndIsNamed() {
    train(0, 800, 3);
    train(4, 800, 2);
    Trial third = experiment(Samples.question(3)).trial(Samples.lora(4), 3);
    trials.add(Samples.stopped(third, TrialStatus.DIVERGED, "the loss is NaN", 1));

    Answer answer = plan(Samples.question(3, 4)).answer();

    assertThat(answer.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(answer.message())
        .isEqualTo("undecided: rank 4 is not shown to (its trial lora-r4-seed3 did not complete)");
    assertThat(answer.awaited()).isEmpty();
  }

  @Test
  void anUndecidedQuestionThatOnlyWarnsLetsTheBuildPass() {
    Question warns = Samples.question(3).with(q -> q.undecided(Undecided.WARN));
    train(0, 800, 3);
    train(4, 770, 800, 790);

    Answer answer = plan(warns).answer();

    assertThat(answer.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(answer.passed()).isTrue();
    assertThat(answer.message()).containsPattern("seeds would (show it|be needed)");
  }

  @Test
  void whereTheBestRateIsTheLastOfItsListTheAnswerSaysSoAndMayFail() {
    train(0, 800, 3);
    train(1, 800, 3);
    train(2, 800, 3);
    train(4, 800, 3);
    choose(List.of(1e-4, 3e-4), 3e-4);
    Question insisting =
        Samples.question(3).with(q -> q.undecided(Undecided.WARN).openRates(OpenRates.FAIL));

    Answer told = plan(Samples.question(3)).answer();
    Answer failed = plan(insisting).answer();

    assertThat(told.passed()).isTrue();
    assertThat(told.message())
        .startsWith("rank 1 suffices")
        .contains(
            "; at the rates given, the best of which is the last of its list (full fine-tuning:"
                + " 3e-4, the highest; LoRA r=1: 3e-4, the highest;");
    assertThat(failed.decision()).isEqualTo(Decision.SHOWN);
    assertThat(failed.passed()).isFalse();
    assertThat(failed.message()).contains("openRates=\"fail\" asks for worse rates on both sides");
  }

  @Test
  void whereALowerAndAHigherRateAreWorseNothingIsSaidOfThem() {
    train(0, 800, 3);
    train(1, 800, 3);
    train(2, 800, 3);
    train(4, 800, 3);
    choose(List.of(1e-4, 3e-4, 1e-3), 3e-4);

    assertThat(plan(Samples.question(3)).answer().message()).doesNotContain("rates");
  }

  /** Lets every trial have chosen this one of some learning rates. */
  private void choose(List<Double> rates, double chosen) {
    List<TriedRate> tried =
        rates.stream()
            .map(r -> new TriedRate(r, Optional.of(0.8), Optional.of(0.5), 5, 9, Optional.empty()))
            .toList();
    RateChoice choice = RateChoice.of(tried, Optional.of(chosen), Optional.empty());
    trials.replaceAll(trial -> trial.withRateChoice(Optional.of(choice)));
  }

  @Test
  void aQuestionMayBeAboutAFigureThatIsNoMeanOverImages() {
    Question balanced = Samples.question(3).with(q -> q.metric(Metric.BALANCED_ACCURACY));
    train(0, 800, 3);
    train(4, 797, 3);
    train(2, 700, 3);

    Answer answer = plan(balanced).answer();

    assertThat(answer.rank()).contains(4);
    assertThat(answer.message())
        .startsWith(
            "rank 4 suffices: balanced accuracy at most 2 points below full fine-tuning (95 %, 3 seeds, 1,000 images); rank 2 does not");
    assertThat(plan(balanced).answer()).isEqualTo(answer);
  }

  private QuestionPlan plan(Question question) {
    return QuestionPlan.of(experiment(question), question, trials, predictions);
  }

  private static Experiment experiment(Question question) {
    return Samples.experiment(List.of(1L), List.of(1, 2, 4), List.of())
        .withQuestions(List.of(question));
  }

  /** As many seeds of a rank, each with so many images classified correctly; rank 0 is full. */
  private void train(int rank, int correct, int seeds) {
    for (int seed = 1; seed <= seeds; seed++) {
      predict(id(rank) + seed, 0, correct + seed % 2);
    }
  }

  private void train(int rank, int first, int second, int third) {
    predict(id(rank) + 1, 0, first);
    predict(id(rank) + 2, 0, second);
    predict(id(rank) + 3, 0, third);
  }

  private static String id(int rank) {
    return rank == 0 ? "full-seed" : "lora-r" + rank + "-seed";
  }

  /** A trial that classifies the images from one number up to another correctly. */
  private void predict(String id, int from, int to) {
    Trial trial =
        experiment(Samples.question(3, 8)).trials().stream()
            .filter(t -> t.id().equals(id))
            .findFirst()
            .orElseThrow();
    trials.add(Samples.completed(trial, (to - from) / (double) IMAGES));
    List<Prediction> all = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      String predicted = i >= from && i < to ? "a" : "b";
      all.add(new Prediction("test/" + i, "a", predicted, 0.9f, 0.5f));
    }
    predictions.put(id, all);
  }
}
