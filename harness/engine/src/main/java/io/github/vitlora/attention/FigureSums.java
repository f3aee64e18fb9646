package io.github.vitlora.attention;

import io.github.vitlora.result.AttentionFigures;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Adds a model's figures up over the images. */
final class FigureSums {
  private int images;
  private double entropy;
  private double[] headEntropies;
  private double[][] distances;
  private boolean compared;
  private double cosine;
  private double jensenShannon;

  /**
   * Adds an image.
   *
   * @param pretrained the pretrained model's map of it, {@code (P)}, where there is one to compare
   *     with
   */
  void add(ImageAttention image, Optional<double[]> pretrained) {
    if (images == 0) {
      headEntropies = new double[image.classToken().length];
      distances = new double[image.distances().length][headEntropies.length];
    }
    images++;
    double[] average = image.average();
    entropy += entropy(average);
    for (int head = 0; head < headEntropies.length; head++) {
      headEntropies[head] += entropy(image.classToken()[head]);
      for (int block = 0; block < distances.length; block++) {
        distances[block][head] += image.distances()[block][head];
      }
    }
    if (pretrained.isPresent()) {
      compared = true;
      double[] map = ImageAttention.map(average);
      cosine += cosine(map, pretrained.get());
      jensenShannon += jensenShannon(map, pretrained.get());
    }
  }

  /**
   * Returns the means over the images.
   *
   * @param model id of its trial, or what stands for the pretrained one
   * @param label what people read
   * @param seed whose test images these were
   */
  AttentionFigures means(String model, String label, long seed) {
    List<Double> ofHeads = divided(headEntropies);
    List<List<Double>> ofBlocks = Arrays.stream(distances).map(this::divided).toList();
    return new AttentionFigures(
        model,
        label,
        seed,
        images,
        entropy / images,
        mean(ofHeads),
        ofHeads,
        mean(ofBlocks.get(ofBlocks.size() - 1)),
        ofBlocks,
        compared ? Optional.of(cosine / images) : Optional.empty(),
        compared ? Optional.of(jensenShannon / images) : Optional.empty());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private List<Double> divided(double[] sums) {
    return Arrays.stream(sums).map(sum -> sum / images).boxed().toList();
  }

  /** Computes Shannon's entropy {@code -sum p ln p} in nats. */
  static double entropy(double[] p) {
    double sum = 0;
    for (double share : p) {
      sum -= share > 0 ? share * Math.log(share) : 0;
    }
    return sum;
  }

  /** Computes the cosine of the angle between two distributions, which is 1 if they are equal. */
  static double cosine(double[] p, double[] q) {
    double product = 0;
    double pp = 0;
    double qq = 0;
    for (int i = 0; i < p.length; i++) {
      product += p[i] * q[i];
      pp += p[i] * p[i];
      qq += q[i] * q[i];
    }
    return product / Math.sqrt(pp * qq);
  }

  /**
   * Computes the Jensen-Shannon divergence (Lin 1991, doi:10.1109/18.61115) in nats: the entropy of
   * the mean less the mean of the entropies, from 0 for equal distributions to ln 2 for disjoint
   * ones.
   */
  static double jensenShannon(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double mean = (p[i] + q[i]) / 2;
      sum += relative(p[i], mean) + relative(q[i], mean);
    }
    return Math.max(0, sum / 2);
  }

  private static double relative(double p, double mean) {
    return p > 0 ? p * Math.log(p / mean) : 0;
  }
}
