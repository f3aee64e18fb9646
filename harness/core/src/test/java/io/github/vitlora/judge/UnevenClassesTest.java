package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.Sampling;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.ClassResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnevenClassesTest {
  private static final Map<String, Integer> UNEVEN = classes(95, 5, 0);

  private static Map<String, Integer> classes(int cats, int dogs, int owls) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    classes.put("cats", cats);
    classes.put("dogs", dogs);
    classes.put("owls", owls);
    return classes;
  }

  private static Experiment judgedBy(Metric metric) {
    return Samples.experiment(
        List.of(1L),
        List.of(8),
        List.of(Expectation.of("lora", Optional.empty(), metric, new Expectation.AtLeast(0.9))));
  }

  @Test
  void whereAccuracyJudgesUnevenClassesTheRatioAndWhatToDoAreSaid() {
    assertThat(UnevenClasses.of(judgedBy(Metric.TEST_ACCURACY), UNEVEN))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .contains("19 times as many test images of cats (95) as of dogs (5)")
                    .contains("metric=\"balancedAccuracy\"", "classWeights=\"balanced\""));
  }

  @Test
  void questionsGoByAccuracyToo() {
    Experiment asked =
        Samples.experiment(List.of(1L), List.of(8), List.of())
            .with(e -> e.questions(List.of(Samples.question(3))));

    assertThat(UnevenClasses.of(asked, UNEVEN)).isPresent();
    assertThat(UnevenClasses.of(asked.withQuestions(List.of()), UNEVEN)).isEmpty();
  }

  @Test
  void itIsSaidFromTenToOneOn() {
    Experiment experiment = judgedBy(Metric.TEST_ACCURACY);

    assertThat(UnevenClasses.of(experiment, classes(100, 10, 50)))
        .hasValueSatisfying(said -> assertThat(said).contains("10 times", "dogs (10)"));
    assertThat(UnevenClasses.of(experiment, classes(23, 2, 50)))
        .hasValueSatisfying(said -> assertThat(said).contains("25 times", "owls (50)"));
    assertThat(UnevenClasses.of(experiment, classes(99, 10, 50))).isEmpty();
    assertThat(UnevenClasses.of(experiment, classes(0, 0, 0))).isEmpty();
    assertThat(UnevenClasses.of(experiment, Map.of())).isEmpty();
  }

  @Test
  void whoeverCountsClassesAlikeIsToldNothing() {
    Experiment experiment = judgedBy(Metric.TEST_ACCURACY);

    assertThat(UnevenClasses.of(judgedBy(Metric.BALANCED_ACCURACY), UNEVEN)).isEmpty();
    assertThat(UnevenClasses.of(judgedBy(Metric.TEST_LOSS), UNEVEN)).isEmpty();
    for (TrainingOptionsBuilder options :
        List.of(
            TrainingOptionsBuilder.builder().classWeights(ClassWeights.BALANCED),
            TrainingOptionsBuilder.builder().sampling(Sampling.BALANCED))) {
      TrainingSpec recipe = experiment.training().withOptions(options.build());
      assertThat(UnevenClasses.of(experiment.withTraining(recipe), UNEVEN)).isEmpty();
    }
  }

  /** So that a report of results says what the run did. */
  @Test
  void resultsSayItByTheImagesThatTheirTrialsWereTestedOn() {
    Experiment experiment = judgedBy(Metric.TEST_ACCURACY);
    List<TrialResult> plain = Samples.allCompleted(experiment);
    List<ClassResult> classes =
        List.of(
            new ClassResult("cats", 95, 95, Optional.empty()),
            new ClassResult("dogs", 5, 0, Optional.empty()));
    List<TrialResult> counted =
        plain.stream()
            .map(
                trial ->
                    trial.withTest(
                        trial.test().map(test -> test.with(t -> t.classes(Optional.of(classes))))))
            .toList();

    assertThat(UnevenClasses.of(experiment, results(experiment, counted)))
        .isPresent()
        .isEqualTo(UnevenClasses.of(experiment, UNEVEN));
    assertThat(UnevenClasses.of(experiment, results(experiment, plain))).isEmpty();
  }

  private static ExperimentResults results(Experiment experiment, List<TrialResult> trials) {
    return Comparison.results(experiment, Optional.empty(), trials);
  }
}
