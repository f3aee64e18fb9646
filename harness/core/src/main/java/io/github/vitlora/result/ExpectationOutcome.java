package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * The verdict on one expectation for one regime.
 *
 * @param id stable slug, {@code lora-r8-testAccuracy-atLeast} for example
 * @param passed whether it holds
 * @param actual the regime's mean over its completed seeds, where there is one
 * @param message a sentence with the figures
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExpectationOutcome(
    String id, boolean passed, Optional<Double> actual, String message) {}
