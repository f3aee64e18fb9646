package io.github.vitlora.judge;

import io.github.vitlora.result.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two regimes on the same test images, seed by seed.
 *
 * @param images how many different ones there are
 * @param seeds those of which both regimes have predictions on the same images
 */
record PairedOutcomes(int images, List<Seed> seeds) {

  /**
   * Both regimes' trials of one seed.
   *
   * @param images as numbers below that of all images
   * @param here whether the regime classifies each of them correctly
   * @param reference whether the reference does
   */
  record Seed(long seed, int[] images, boolean[] here, boolean[] reference) {

    int count(boolean ours, boolean theirs) {
      int count = 0;
      for (int i = 0; i < images.length; i++) {
        count += here[i] == ours && reference[i] == theirs ? 1 : 0;
      }
      return count;
    }

    /** The regime's accuracy less the reference's. */
    double difference() {
      return (double) (count(true, false) - count(false, true)) / images.length;
    }
  }

  /**
   * Pairs trials by their seeds and predictions by their images.
   *
   * @param here what {@link #correct} gives of the regime, by seed
   * @param reference what it gives of the reference, by seed
   */
  static PairedOutcomes of(
      Map<Long, Map<String, Boolean>> here, Map<Long, Map<String, Boolean>> reference) {
    Map<String, Integer> numbers = new HashMap<>();
    List<Seed> seeds = new ArrayList<>();
    for (Map.Entry<Long, Map<String, Boolean>> own : new TreeMap<>(here).entrySet()) {
      Map<String, Boolean> ours = own.getValue();
      Map<String, Boolean> theirs = reference.getOrDefault(own.getKey(), Map.of());
      if (!ours.isEmpty() && ours.keySet().equals(theirs.keySet())) {
        seeds.add(seed(own.getKey(), ours, theirs, numbers));
      }
    }
    return new PairedOutcomes(numbers.size(), List.copyOf(seeds));
  }

  private static Seed seed(
      long seed,
      Map<String, Boolean> ours,
      Map<String, Boolean> theirs,
      Map<String, Integer> numbers) {
    int[] images = new int[ours.size()];
    boolean[] here = new boolean[images.length];
    boolean[] reference = new boolean[images.length];
    int i = 0;
    for (Map.Entry<String, Boolean> one : ours.entrySet()) {
      images[i] = numbers.computeIfAbsent(one.getKey(), name -> numbers.size());
      here[i] = one.getValue();
      reference[i] = theirs.get(one.getKey());
      i++;
    }
    return new Seed(seed, images, here, reference);
  }

  /**
   * Whether each image is classified correctly. Sorted by their names, so that nothing depends on
   * the order in which they were evaluated.
   */
  static Map<String, Boolean> correct(List<Prediction> predictions) {
    Map<String, Boolean> correct = new TreeMap<>();
    predictions.forEach(one -> correct.put(one.image(), one.correct()));
    return correct;
  }

  /** Images, summed over the seeds, that one alone classifies correctly. */
  int discordant(boolean ours) {
    return seeds.stream().mapToInt(seed -> seed.count(ours, !ours)).sum();
  }

  /** The regime's accuracy less the reference's, mean over the seeds. */
  double difference() {
    return seeds.stream().mapToDouble(Seed::difference).sum() / seeds.size();
  }
}
