package io.github.vitlora.regime;

import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.random.Shuffle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Says which training images an epoch shows. */
public enum Sampling {
  /** Every image is shown once, in an order drawn anew. */
  SHUFFLED,
  /**
   * As many images as there are, each drawn on its own so that all classes are equally likely: some
   * are shown several times and others not at all, as by PyTorch's {@code WeightedRandomSampler}
   * with 1 / n for the weight of an image whose class has n.
   */
  BALANCED;

  /**
   * Returns the images that an epoch shows, which follow from seed and epoch alone.
   *
   * @param images in the order of their split
   * @param label gives the class of an image
   * @param random of the trial
   * @param epoch from 1
   */
  public <T> List<T> ofEpoch(
      List<T> images, ToIntFunction<T> label, RandomStreams random, int epoch) {
    if (this == SHUFFLED) {
      return Shuffle.ofEpoch(images, random, epoch);
    }
    Map<Integer, List<T>> byClass =
        images.stream()
            .collect(Collectors.groupingBy(label::applyAsInt, TreeMap::new, Collectors.toList()));
    return Shuffle.drawnOfEpoch(List.copyOf(byClass.values()), images.size(), random, epoch);
  }
}
