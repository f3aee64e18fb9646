package io.github.vitlora.verdict;

/**
 * A trial that ran twice from equal input, by its fingerprint, and came out otherwise.
 *
 * @param id the trial's slug
 * @param message a sentence that says what differed
 */
public record FlakyTrial(String id, String message) {}
