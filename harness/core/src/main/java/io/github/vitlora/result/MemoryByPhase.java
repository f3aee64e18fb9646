package io.github.vitlora.result;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Peak resident memory of a trial's process in each phase, in bytes. Pages that an earlier phase
 * filled and that the allocator keeps count in the later ones, as they do for the system.
 *
 * @param load from the start of the process until training begins: libtorch, weights, image list
 * @param train forward, backward and optimizer steps
 * @param evaluate validation and test images
 */
public record MemoryByPhase(Optional<Long> load, Optional<Long> train, Optional<Long> evaluate) {

  /** Returns the largest of them, where any is known. */
  public Optional<Long> largest() {
    return Stream.of(load, train, evaluate).flatMap(Optional::stream).max(Long::compare);
  }
}
