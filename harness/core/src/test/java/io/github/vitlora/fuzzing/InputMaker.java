package io.github.vitlora.fuzzing;

import java.util.random.RandomGenerator;

/** Makes one input. The same random numbers make the same input. */
@FunctionalInterface
public interface InputMaker {

  /** An input, more or less like a sound one. */
  byte[] make(RandomGenerator random) throws Exception;
}
