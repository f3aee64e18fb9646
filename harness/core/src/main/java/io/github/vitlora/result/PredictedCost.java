package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What a trial of a regime was predicted to cost, from a few steps of training.
 *
 * @param slug of the regime
 * @param wallSeconds from a trial's start to its result
 * @param peakMemoryBytes resident memory of the trial's process
 * @param savedBytes what has to be stored
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PredictedCost(
    String slug, double wallSeconds, Optional<Long> peakMemoryBytes, Optional<Long> savedBytes) {}
