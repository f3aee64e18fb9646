package io.github.vitlora.fuzzing;

import java.util.Optional;

/**
 * A reader under test.
 *
 * @param <T> what it makes of an input
 */
public interface Subject<T> {

  /** Puts the input where the reader finds it; what this takes does not count. */
  default void prepare(byte[] input) throws Exception {}

  /**
   * Reads the input.
   *
   * @return what was read, or nothing if it was refused in the way that is documented
   * @throws Exception whatever else happens, which is a defect
   */
  Optional<T> read(byte[] input) throws Exception;

  /** Uses what was read, as the rest of the program would; what this takes does not count. */
  default void use(T read) throws Exception {}
}
