package io.github.vitlora.judge;

import io.github.vitlora.random.RandomStreams;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * The variance components of a figure that is no mean over images, by a bootstrap over the images.
 * Each resample draws as many images as there are, with replacement, the same ones under every seed
 * and for both regimes. The variance over resamples of the mean over the seeds is that of the
 * images; by how much a single seed's is larger is the residual's; the seeds' is that of their
 * figures (the multiple bootstrap of Beiden, Wagner and Campbell 2000, Academic Radiology 7, pages
 * 341 to 349, with seeds as readers and images as cases). For a mean over images this estimates the
 * components of the two-way table.
 *
 * <p>Seeds are not resampled for their percentiles: no resample of three seeds lies beyond the
 * worst of them, which is on the wrong side of the truth once in eight times, where 5 % are
 * allowed. Student's t with the degrees of freedom of {@link VarianceComponents} takes that into
 * account.
 *
 * <p>Draws follow from {@link RandomStreams} of seed 0 and the name {@value #STREAM}, so that the
 * same predictions give the same figures.
 */
final class ImageBootstrap {

  /** The standard error is then known to 1 %. */
  private static final int RESAMPLES = 4_999;

  private static final String STREAM = "statistics.image-bootstrap";

  private ImageBootstrap() {}

  /** A figure of the images that a resample has, under one of the seeds. */
  interface OfResample {
    /**
     * Computes the figure.
     *
     * @param seed which one, from 0
     * @param times how often each image occurs
     */
    double figure(int seed, int[] times);
  }

  /** Every image once. */
  static int[] once(int images) {
    int[] times = new int[images];
    Arrays.fill(times, 1);
    return times;
  }

  /**
   * Estimates the components of the mean over the seeds.
   *
   * @param seeds how many there are
   * @param images how many there are, the same ones under each seed
   */
  static VarianceComponents of(
      int seeds, int images, OfResample figure, Optional<Double> discordance) {
    double[] measured = new double[seeds];
    for (int s = 0; s < seeds; s++) {
      measured[s] = figure.figure(s, once(images));
    }
    double[][] ofSeed = new double[seeds][RESAMPLES];
    double[] ofMean = new double[RESAMPLES];
    SplittableRandom random = new RandomStreams(0).stream(STREAM);
    int[] times = new int[images];
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.fill(times, 0);
      for (int n = 0; n < images; n++) {
        times[random.nextInt(images)]++;
      }
      for (int s = 0; s < seeds; s++) {
        // Less what was measured, so that rounding makes no variance where there is none.
        ofSeed[s][i] = figure.figure(s, times) - measured[s];
        ofMean[i] += ofSeed[s][i] / seeds;
      }
    }
    // A resample of N images varies by (N - 1) / N of what N images vary by.
    double correction = images > 1 ? images / (images - 1.0) : 1;
    double ofImages = correction * variance(ofMean);
    double single =
        correction * Arrays.stream(ofSeed).mapToDouble(ImageBootstrap::variance).sum() / seeds;
    VarianceComponents whole = VarianceComponents.ofSeeds(measured);
    return new VarianceComponents(
        whole.estimate(),
        ofImages,
        whole.seeds(),
        seeds > 1 ? Math.max((single - ofImages) / (seeds - 1), 0) : 0,
        seeds,
        images,
        discordance);
  }

  private static double variance(double[] values) {
    double mean = DoubleStream.of(values).sum() / values.length;
    return DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }
}
