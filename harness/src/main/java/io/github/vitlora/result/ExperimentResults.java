package io.github.vitlora.result;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Shard;
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
 * @param shard which part of the experiment's trials this is, where they were split
 * @param missing ids of the trials that belong here and are not: in a shard those of the others, in
 *     merged results those of shards that were not given
 * @param unjudged the expectations that wait for such trials
 * @param flaky the trials that came out otherwise when they ran again
 * @param otherEnvironments what trials ran on besides {@code environment}, where results of several
 *     machines were merged
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AttentionFigures> attention,
    Optional<Shard> shard,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> missing,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UnjudgedExpectation> unjudged,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FlakyTrial> flaky,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Environment> otherEnvironments) {

  /** Names the format. */
  public static final String SCHEMA = "vitlora-results/1";

  /** Results of one run of everything, without attention. */
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
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Copies the lists; a file without a description has an empty one, and so on. */
  public ExperimentResults {
    description = description == null ? "" : description;
    trials = List.copyOf(requireNonNull(trials, "the field trials is missing"));
    comparisons = List.copyOf(requireNonNull(comparisons, "the field comparisons is missing"));
    expectations = List.copyOf(requireNonNull(expectations, "the field expectations is missing"));
    attention = copyOrNone(attention);
    missing = copyOrNone(missing);
    unjudged = copyOrNone(unjudged);
    flaky = copyOrNone(flaky);
    otherEnvironments = copyOrNone(otherEnvironments);
  }

  /** Earlier versions did not write these. */
  private static <T> List<T> copyOrNone(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /**
   * Puts the results of an experiment together: the trials as they are, their comparison, and the
   * verdicts.
   */
  public static ExperimentResults of(
      Experiment experiment, Optional<Environment> environment, List<TrialResult> trials) {
    return of(experiment, environment, trials, Optional.empty(), List.of());
  }

  /**
   * The same for a part of the trials. Expectations are judged where all trials that they speak of
   * are here.
   *
   * @param shard which part it is; absent where parts were put together
   * @param missing ids of the trials that belong to the whole and are not here
   */
  public static ExperimentResults of(
      Experiment experiment,
      Optional<Environment> environment,
      List<TrialResult> trials,
      Optional<Shard> shard,
      List<String> missing) {
    List<RegimeSummary> comparisons = Comparison.summarize(experiment, trials);
    Judgement judgement =
        Expectations.judge(experiment, comparisons, new Missing(shard.isPresent(), missing));
    return new ExperimentResults(
        SCHEMA,
        experiment.name(),
        experiment.description(),
        Optional.of(ExperimentJson.write(experiment)),
        environment,
        trials,
        comparisons,
        judgement.outcomes(),
        List.of(),
        shard,
        missing,
        judgement.unjudged(),
        List.of(),
        List.of());
  }

  /**
   * The same results with the regimes compared on the same test images.
   *
   * @param predictions on the test images, by the trial's id; may be fewer than the trials
   */
  public ExperimentResults compared(Map<String, List<Prediction>> predictions) {
    return with(
        PairedComparison.compare(comparisons, trials, predictions),
        attention,
        flaky,
        otherEnvironments);
  }

  /** The same results, and what the models look at. */
  public ExperimentResults withAttention(List<AttentionFigures> figures) {
    return with(comparisons, figures, flaky, otherEnvironments);
  }

  /** The same results with these trials marked as flaky. */
  public ExperimentResults withFlaky(List<FlakyTrial> trialsThatDiffer) {
    return with(comparisons, attention, trialsThatDiffer, otherEnvironments);
  }

  /** The same results, of trials that ran on these machines too. */
  ExperimentResults withOtherEnvironments(List<Environment> others) {
    return with(comparisons, attention, flaky, others);
  }

  private ExperimentResults with(
      List<RegimeSummary> rows,
      List<AttentionFigures> figures,
      List<FlakyTrial> marks,
      List<Environment> others) {
    return new ExperimentResults(
        schema,
        experiment,
        description,
        descriptor,
        environment,
        trials,
        rows,
        expectations,
        figures,
        shard,
        missing,
        unjudged,
        marks,
        others);
  }

  /** The mark of a trial that came out otherwise when it ran again. */
  public Optional<FlakyTrial> flaky(String trial) {
    return flaky.stream().filter(mark -> mark.id().equals(trial)).findFirst();
  }

  /**
   * Whether every trial completed and every expectation holds. Where parts were put together, every
   * trial has to be there too; a shard answers for its own trials alone.
   */
  public boolean passed() {
    return trials.stream().allMatch(t -> t.status() == TrialStatus.COMPLETED)
        && expectations.stream().allMatch(ExpectationOutcome::passed)
        && (shard.isPresent() || missing.isEmpty());
  }
}
