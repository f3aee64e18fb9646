/**
 * The verdicts in results: answers to questions, outcomes of expectations, differences between
 * regimes and between runs, each with its bounds.
 */
package io.github.vitlora.verdict;
