package io.github.vitlora.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * One look at the results of a rank, taken to answer a question.
 *
 * @param rank that was looked at
 * @param seeds how many seeds of the rank and of the reference the look is at
 * @param decision what the look came to
 * @param bounds of the difference between rank and reference; absent where a trial failed
 * @param imagesNeeded how many test images it would take, where no number of seeds would do
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Look(
    int rank,
    int seeds,
    Decision decision,
    Optional<ConfidenceBounds> bounds,
    Optional<Long> imagesNeeded) {}
