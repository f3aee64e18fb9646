package io.github.vitlora.verdict;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a question of the descriptor.
 *
 * @param question the question's name
 * @param asked the question in words
 * @param decision whether a rank suffices (shown), none does (refuted), or neither is decided
 * @param rank the smallest rank that is shown to suffice, if any
 * @param message the answer in words, with its evidence
 * @param passed whether the build may pass with this answer
 * @param looks every look that was taken, in order
 * @param trials how many trials the looks took
 * @param grid how many trials all ranks under all seeds would have taken
 * @param awaited ids of the trials that the next look waits for; none once the question is answered
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Answer(
    String question,
    String asked,
    Decision decision,
    Optional<Integer> rank,
    String message,
    boolean passed,
    List<Look> looks,
    int trials,
    int grid,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> awaited) {

  /** Copies the lists. */
  public Answer {
    looks = List.copyOf(requireNonNull(looks, "the field looks is missing"));
    awaited = awaited == null ? List.of() : List.copyOf(awaited);
  }
}
