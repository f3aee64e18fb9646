package io.github.vitlora.image;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Sets memory aside for images that are decoded at the same time, which is half of Java's heap:
 * images of which each would fit, but not both, are decoded one after the other.
 */
final class DecodingMemory {
  /** What one permit stands for, so that permits of any heap are countable. */
  private static final int BYTES_PER_PERMIT = 1 << 16;

  private final long bytes;
  private final Semaphore permits;

  DecodingMemory(long heap) {
    bytes = heap / 2;
    permits = new Semaphore(permits(bytes), true);
  }

  /** Returns how many bytes there are for all images together. */
  long bytes() {
    return bytes;
  }

  /** Does what takes so many bytes once they are free. It must not ask for more within. */
  <T> T with(long needed, Supplier<T> work) {
    int share = permits(Math.min(needed, bytes));
    permits.acquireUninterruptibly(share);
    try {
      return work.get();
    } finally {
      permits.release(share);
    }
  }

  private static int permits(long bytes) {
    return Math.toIntExact(bytes / BYTES_PER_PERMIT);
  }
}
