package io.github.vitlora.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shuffles as Fisher and Yates do, on the generator's 64-bit output alone: how Java's bounded draws
 * are made from that output is not specified and has changed between releases, and a trial must be
 * the same on each.
 */
public final class Shuffle {
  private Shuffle() {}

  /** Returns the items in an order that follows from the generator. */
  public static <T> List<T> of(List<T> items, SplittableRandom random) {
    List<T> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      // The upper 32 bits as a fraction of the bound; the bias is below 2^-32 of it.
      int j = (int) (((random.nextLong() >>> 32) * (i + 1)) >>> 32);
      Collections.swap(shuffled, i, j);
    }
    return shuffled;
  }

  /**
   * Returns the images shuffled for an epoch: stream {@code "order"} with the epoch as index, so
   * that any epoch's order can be made again without those before it.
   *
   * @param images in the order of their split
   * @param epoch from 1
   */
  public static <T> List<T> ofEpoch(List<T> images, RandomStreams random, int epoch) {
    return of(images, random.stream("order", epoch));
  }
}
