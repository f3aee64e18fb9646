package io.github.vitlora.result;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.BaselineComparison;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.FlakyTrial;
import io.github.vitlora.verdict.UnjudgedExpectation;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * @param questions the answers to the descriptor's questions
 * @param baseline how the regimes changed since an earlier run, where one was named
 * @param predicted what trials were predicted to cost, where {@code vitlora:plan} was run before
 * @param attention what the models look at, where it was asked for: the pretrained one and every
 *     completed trial
 * @param shard which part of the experiment's trials this is, where they were split
 * @param missing ids of the trials that belong here and are not: in a shard those of the others, in
 *     merged results those of shards that were not given
 * @param unjudged the expectations that wait for such trials
 * @param flaky the trials that came out otherwise when they ran again
 * @param inspection what a look at all images found, where they are files
 * @param otherEnvironments what trials ran on besides {@code environment}, where results of several
 *     machines were merged
 */
@RecordBuilder
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Answer> questions,
    Optional<BaselineComparison> baseline,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PredictedCost> predicted,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AttentionFigures> attention,
    Optional<Shard> shard,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> missing,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UnjudgedExpectation> unjudged,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FlakyTrial> flaky,
    Optional<Inspection> inspection,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Environment> otherEnvironments)
    implements ExperimentResultsBuilder.With {

  /** Names the format. */
  public static final String SCHEMA = "vitlora-results/1";

  /** Copies the lists; a file without a description has an empty one, and so on. */
  public ExperimentResults {
    description = description == null ? "" : description;
    trials = List.copyOf(requireNonNull(trials, "the field trials is missing"));
    comparisons = List.copyOf(requireNonNull(comparisons, "the field comparisons is missing"));
    expectations = List.copyOf(requireNonNull(expectations, "the field expectations is missing"));
    questions = copyOrNone(questions);
    predicted = copyOrNone(predicted);
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

  /** The mark of a trial that came out otherwise when it ran again. */
  public Optional<FlakyTrial> flaky(String trial) {
    return flaky.stream().filter(mark -> mark.id().equals(trial)).findFirst();
  }

  /** The trials that a row of the comparison sums up. */
  public List<TrialResult> trialsOf(RegimeSummary row) {
    return trials.stream().filter(row::sumsUp).toList();
  }

  /** The row of full fine-tuning, which the other regimes are held against, where it was run. */
  public Optional<RegimeSummary> reference() {
    return comparisons.stream().filter(RegimeSummary::isReference).findFirst();
  }

  /**
   * What keeps these results from passing, a line for each trial that did not complete, each
   * expectation that is not met, each question whose answer fails the build and, unless this is a
   * shard, all trials that are missing.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    trials.stream()
        .filter(trial -> trial.status() != TrialStatus.COMPLETED)
        .map(
            trial ->
                "%s %s: %s"
                    .formatted(
                        trial.id(),
                        trial.status().name().toLowerCase(Locale.ROOT),
                        trial.message().orElse("no message")))
        .forEach(problems::add);
    expectations.stream()
        .filter(ExpectationOutcome::fails)
        .map(ExpectationOutcome::message)
        .forEach(problems::add);
    questions.stream()
        .filter(answer -> !answer.passed())
        .map(answer -> answer.question() + ": " + answer.message())
        .forEach(problems::add);
    if (shard.isEmpty() && !missing.isEmpty()) {
      problems.add(
          "trials are missing: %s; no part's results have them"
              .formatted(String.join(", ", missing)));
    }
    return List.copyOf(problems);
  }

  /**
   * Whether every trial completed and every expectation holds. Where parts were put together, every
   * trial has to be there too; a shard answers for its own trials alone.
   */
  public boolean passed() {
    return problems().isEmpty();
  }
}
