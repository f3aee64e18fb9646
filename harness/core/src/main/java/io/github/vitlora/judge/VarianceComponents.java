package io.github.vitlora.judge;

import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.verdict.ConfidenceBounds;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of a table of seeds by test images, and how much of its variance comes from either.
 *
 * <p>This is the analysis of random readers and random cases in diagnostic radiology, with seeds as
 * readers and images as cases (Obuchowski and Rockette 1995, Communications in Statistics 24;
 * Hillis 2007, Statistics in Medicine 26; Gallas et al. 2009, Communications in Statistics 38). The
 * variance of the mean is {@code V = max(V_I + V_S - V_R, V_I, V_S)}. Student's t has {@code (S -
 * 1) V / V_S} degrees of freedom, at most {@code N - 1}. Satterthwaite's approximation, {@code (S -
 * 1) (V / V_S)^2}, gives more and is too liberal for few seeds: at three of them and 95 % it
 * accepts up to 6.2 % of what lies at the margin, this one 5.2 %.
 *
 * @param estimate mean of the table
 * @param images V_I, the variance over images of their means over the seeds, divided by N; for a
 *     figure that is no mean over images {@link ImageBootstrap} estimates it, and the residual
 * @param seeds V_S, the variance over seeds of their means over the images, divided by S
 * @param residual V_R, the residual mean square of the two-way table, divided by S N
 * @param seedCount S
 * @param imageCount N; 0 for a figure that each seed has as a whole
 * @param discordance share of the table's cells in which two classifiers differ; empty where it
 *     compares no accuracies
 */
record VarianceComponents(
    double estimate,
    double images,
    double seeds,
    double residual,
    int seedCount,
    int imageCount,
    Optional<Double> discordance) {

  /** The chance to decide that a plan for more images allows for. */
  private static final double POWER = 0.8;

  /** More seeds than anybody trains. */
  static final int MOST_SEEDS = 50;

  /**
   * Analyses a two-way table.
   *
   * @param table (S, N) a row a seed, a column an image
   */
  static VarianceComponents of(double[][] table, Optional<Double> discordance) {
    int s = table.length;
    int n = table[0].length;
    double[] image = new double[n];
    double[] seed = new double[s];
    for (int i = 0; i < s; i++) {
      for (int j = 0; j < n; j++) {
        image[j] += table[i][j];
        seed[i] += table[i][j];
      }
      seed[i] /= n;
    }
    for (int j = 0; j < n; j++) {
      image[j] /= s;
    }
    double mean = mean(seed);
    double squares = 0;
    for (int i = 0; i < s; i++) {
      for (int j = 0; j < n; j++) {
        double rest = table[i][j] - image[j] - seed[i] + mean;
        squares += rest * rest;
      }
    }
    double residual = s > 1 && n > 1 ? squares / ((s - 1.0) * (n - 1.0)) / ((double) s * n) : 0;
    return new VarianceComponents(
        mean, variance(image) / n, variance(seed) / s, residual, s, n, discordance);
  }

  /** Analyses figures of which each seed has one. */
  static VarianceComponents ofSeeds(double[] figures) {
    return new VarianceComponents(
        mean(figures),
        0,
        variance(figures) / figures.length,
        0,
        figures.length,
        0,
        Optional.empty());
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Of the sample; 0 for a single value. */
  private static double variance(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length == 1 ? 0 : squares / (values.length - 1);
  }

  /** The variance of the estimate, over seeds and images, or over images alone. */
  double variance(Over over) {
    return over == Over.IMAGES
        ? images
        : Math.max(Math.max(images + seeds - residual, images), seeds);
  }

  /** The degrees of freedom of that variance. */
  double degreesOfFreedom(Over over) {
    return over == Over.IMAGES
        ? imageCount - 1.0
        : degreesOfFreedom(variance(over), seeds, seedCount);
  }

  private double degreesOfFreedom(double variance, double ofSeeds, int count) {
    double most = imageCount == 0 ? count - 1.0 : Math.max(imageCount - 1.0, 1);
    return ofSeeds == 0 ? most : Math.min((count - 1.0) * variance / ofSeeds, most);
  }

  /**
   * One-sided bounds. Where no image was classified otherwise by one of the two under any seed,
   * there is no variance to go by, and the bounds are those that a share of none in N allows
   * (Clopper and Pearson 1934, Biometrika 26).
   *
   * @param confidence of each bound
   */
  ConfidenceBounds bounds(double confidence, Over over) {
    double variance = variance(over);
    if (variance == 0 && discordance.filter(d -> d == 0).isPresent()) {
      double share = 1 - Math.pow(1 - confidence, 1.0 / imageCount);
      return bounds(confidence, share, Optional.empty(), 0);
    }
    if (variance == 0) {
      return bounds(confidence, 0, Optional.empty(), 0);
    }
    double df = degreesOfFreedom(over);
    double error = Math.sqrt(variance);
    double half = TDistribution.of(df).inverseSurvivalProbability(1 - confidence) * error;
    return bounds(confidence, half, Optional.of(df), error);
  }

  private ConfidenceBounds bounds(
      double confidence, double half, Optional<Double> df, double error) {
    return new ConfidenceBounds(
        estimate,
        estimate - half,
        estimate + half,
        confidence,
        error,
        df,
        seedCount,
        imageCount == 0 ? Optional.empty() : Optional.of(imageCount),
        discordance);
  }

  /**
   * Whether the images alone leave the estimate too uncertain to lie so far from a limit, however
   * many seeds are added.
   *
   * @param distance of the estimate from the limit, on the side that is claimed
   */
  boolean imagesFallShort(double distance, double confidence) {
    double ofImages = Math.max(images - residual, 0);
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(1 - confidence);
    return distance < z * Math.sqrt(ofImages);
  }

  /**
   * How many test images would show it with a chance of 80 %, if the difference is as measured;
   * empty where it does not lie on the side that is claimed.
   */
  OptionalLong imagesNeeded(double distance, double confidence) {
    if (distance <= 0 || imageCount == 0) {
      return OptionalLong.empty();
    }
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double z =
        normal.inverseSurvivalProbability(1 - confidence)
            + normal.inverseCumulativeProbability(POWER);
    return OptionalLong.of((long) Math.ceil(z * z * images * imageCount / (distance * distance)));
  }

  /**
   * How many seeds would show it, if estimate and variances stay as measured; empty where none
   * would.
   */
  OptionalInt seedsNeeded(double distance, double confidence) {
    int few = seedCount;
    int enough = MOST_SEEDS;
    if (distance <= 0 || few >= enough || !wouldShow(enough, distance, confidence)) {
      return OptionalInt.empty();
    }
    while (enough - few > 1) {
      int middle = (few + enough) / 2;
      if (wouldShow(middle, distance, confidence)) {
        enough = middle;
      } else {
        few = middle;
      }
    }
    return OptionalInt.of(enough);
  }

  private boolean wouldShow(int count, double distance, double confidence) {
    double ofImages = Math.max(images - residual, 0);
    double ofSeeds = Math.max(seeds, residual) * seedCount / count;
    double variance = ofImages + ofSeeds;
    double t =
        TDistribution.of(degreesOfFreedom(variance, ofSeeds, count))
            .inverseSurvivalProbability(1 - confidence);
    return distance >= t * Math.sqrt(variance);
  }
}
