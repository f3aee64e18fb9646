package io.github.vitlora.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shuffles as Fisher and Yates do, and draws with replacement, on the generator's 64-bit output
 * alone: how Java's bounded draws are made from that output is not specified and has changed
 * between releases, and a trial must be the same on each.
 */
public final class Shuffle {
  private Shuffle() {}

  /** Returns the items in an order that follows from the generator. */
  public static <T> List<T> of(List<T> items, SplittableRandom random) {
    List<T> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, below(i + 1, random));
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

  /**
   * Draws items for an epoch, each from a group that is drawn first, and so with replacement:
   * stream {@code "order.balanced"} with the epoch as index.
   *
   * @param groups of items, none of them empty
   * @param count how many are drawn
   * @param epoch from 1
   */
  public static <T> List<T> drawnOfEpoch(
      List<List<T>> groups, int count, RandomStreams random, int epoch) {
    SplittableRandom draws = random.stream("order.balanced", epoch);
    List<T> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      List<T> group = groups.get(below(groups.size(), draws));
      drawn.add(group.get(below(group.size(), draws)));
    }
    return drawn;
  }

  /** The upper 32 bits as a fraction of the bound; the bias is below 2^-32 of it. */
  private static int below(int bound, SplittableRandom random) {
    return (int) (((random.nextLong() >>> 32) * bound) >>> 32);
  }
}
