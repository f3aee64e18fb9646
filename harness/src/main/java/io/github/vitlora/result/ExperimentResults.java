package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine's view of an experiment, as {@code results.json} holds it. Fields are added, never
 * renamed.
 *
 * @param schema {@link #SCHEMA}
 * @param experiment the experiment's name
 * @param description its free text, may be empty
 * @param descriptor the whole descriptor, as {@link ExperimentJson} writes and reads it; absent in
 *     results of earlier versions
 * @param environment what the trials ran on; absent when none of them started
 * @param trials in the order in which they ran
 * @param comparisons a row a regime that has a trial, in descriptor order
 * @param expectations the verdicts; none on a regime without any trial
 * @param attention what the models look at, where it was asked for: the pretrained one and every
 *     completed trial
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExperimentResults(
    String schema,
    String experiment,
    String description,
    Optional<JsonNode> descriptor,
    Optional<Environment> environment,
    List<TrialResult> trials,
    List<RegimeSummary> comparisons,
    List<ExpectationOutcome> expectations,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AttentionFigures> attention) {

  /** Names the format. */
  public static final String SCHEMA = "vitlora-results/1";

  /** Results without attention. */
  public ExperimentResults(
      String schema,
      String experiment,
      String description,
      Optional<JsonNode> descriptor,
      Optional<Environment> environment,
      List<TrialResult> trials,
      List<RegimeSummary> comparisons,
      List<ExpectationOutcome> expectations) {
    this(
        schema,
        experiment,
        description,
        descriptor,
        environment,
        trials,
        comparisons,
        expectations,
        List.of());
  }

  /** Copies the lists; a file without a description has an empty one. */
  public ExperimentResults {
    description = description == null ? "" : description;
    trials = List.copyOf(trials);
    comparisons = List.copyOf(comparisons);
    expectations = List.copyOf(expectations);
    attention = attention == null ? List.of() : List.copyOf(attention);
  }

  /**
   * Puts the results of an experiment together: the trials as they are, their comparison, and the
   * verdicts.
   */
  public static ExperimentResults of(
      Experiment experiment, Optional<Environment> environment, List<TrialResult> trials) {
    List<RegimeSummary> comparisons = Comparison.summarize(experiment, trials);
    return new ExperimentResults(
        SCHEMA,
        experiment.name(),
        experiment.description(),
        Optional.of(ExperimentJson.write(experiment)),
        environment,
        trials,
        comparisons,
        Expectations.evaluate(experiment, comparisons));
  }

  /**
   * The same results with the regimes compared on the same test images.
   *
   * @param predictions on the test images, by the trial's id; may be fewer than the trials
   */
  public ExperimentResults compared(Map<String, List<Prediction>> predictions) {
    return new ExperimentResults(
        schema,
        experiment,
        description,
        descriptor,
        environment,
        trials,
        PairedComparison.compare(comparisons, trials, predictions),
        expectations,
        attention);
  }

  /** The same results, and what the models look at. */
  public ExperimentResults withAttention(List<AttentionFigures> figures) {
    return new ExperimentResults(
        schema,
        experiment,
        description,
        descriptor,
        environment,
        trials,
        comparisons,
        expectations,
        figures);
  }

  /** Whether every trial completed and every expectation holds. */
  public boolean passed() {
    return trials.stream().allMatch(t -> t.status() == TrialStatus.COMPLETED)
        && expectations.stream().allMatch(ExpectationOutcome::passed);
  }
}
