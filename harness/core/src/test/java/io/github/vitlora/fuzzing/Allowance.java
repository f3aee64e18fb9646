package io.github.vitlora.fuzzing;

/**
 * How many bytes of heap a reader may allocate over one input, all together, collected or not.
 *
 * @param fixed for an input of any size: parsers, buffers, an exception with its stack
 * @param perByte more for each byte of the input
 */
public record Allowance(long fixed, long perByte) {

  long of(byte[] input) {
    return fixed + perByte * input.length;
  }
}
