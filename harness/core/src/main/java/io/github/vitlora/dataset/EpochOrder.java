package io.github.vitlora.dataset;

import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.random.Shuffle;
import java.util.List;

/** The order in which an epoch shows its images. */
public final class EpochOrder {

  private EpochOrder() {}

  /**
   * The images shuffled for an epoch: stream {@code "order"} with the epoch as index, so that any
   * epoch's order can be made again without those before it.
   *
   * @param images in the order of their split
   * @param epoch from 1
   */
  public static <T> List<T> shuffled(List<T> images, RandomStreams random, int epoch) {
    return Shuffle.of(images, random.stream("order", epoch));
  }
}
