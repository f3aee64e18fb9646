package io.github.vitlora.verdict;

/**
 * An expectation that cannot be judged yet, since trials it speaks of are elsewhere.
 *
 * @param id the slug that its verdict will have
 * @param message a sentence that says which trials
 */
public record UnjudgedExpectation(String id, String message) {}
