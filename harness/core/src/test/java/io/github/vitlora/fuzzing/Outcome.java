package io.github.vitlora.fuzzing;

/**
 * What became of many inputs.
 *
 * @param accepted how many were read
 * @param refused how many were refused as documented
 * @param bytes of all inputs together
 * @param largest bytes of the largest input
 * @param mostAllocated bytes of heap that one input took at most
 */
public record Outcome(long accepted, long refused, long bytes, long largest, long mostAllocated) {

  static final class Counter {
    private long accepted;
    private long refused;
    private long bytes;
    private long largest;
    private long mostAllocated;

    void add(int size, Reading reading) {
      if (reading.accepted()) {
        accepted++;
      } else {
        refused++;
      }
      bytes += size;
      largest = Math.max(largest, size);
      mostAllocated = Math.max(mostAllocated, reading.allocated());
    }

    Outcome outcome() {
      return new Outcome(accepted, refused, bytes, largest, mostAllocated);
    }
  }
}
