package io.github.vitlora.judge;

import io.github.vitlora.random.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The difference between two accuracies, resampled over images and seeds at once: each resample
 * draws as many images and as many seeds as there are, with replacement, the same ones for both
 * regimes (the pigeonhole bootstrap: Owen 2007, Annals of Applied Statistics 1, pages 386 to 411).
 * It serves where all seeds are tested on the same images and where each has images of its own. The
 * interval is made of percentiles (Efron and Tibshirani 1993, An Introduction to the Bootstrap,
 * chapter 13); the p-value is twice the smaller share of resamples on either side of 0, with the
 * one added that keeps it above 0 (Davison and Hinkley 1997, Bootstrap Methods and their
 * Application, section 4.2).
 *
 * <p>Draws follow from {@link RandomStreams} of seed 0 and the name {@value #STREAM}, so that the
 * same predictions give the same figures.
 *
 * @param low lower end of the 95 % interval of the difference
 * @param high upper end of it
 * @param pValue two-sided, of the difference being 0
 */
public record PairedBootstrap(double low, double high, double pValue) {
  /** One less than a round number, so that percentiles fall on resamples. */
  static final int RESAMPLES = 9_999;

  private static final String STREAM = "statistics.paired-bootstrap";
  private static final double TAIL = 0.025;

  static PairedBootstrap of(PairedOutcomes outcomes) {
    SplittableRandom random = new RandomStreams(0).stream(STREAM);
    List<Discordant> seeds = outcomes.seeds().stream().map(Discordant::of).toList();
    double[] differences = new double[RESAMPLES];
    int[] ofImage = new int[outcomes.images()];
    int[] ofSeed = new int[seeds.size()];
    for (int i = 0; i < RESAMPLES; i++) {
      // A draw of seeds may have none of the images drawn, where images differ by seed.
      do {
        draw(ofImage, random);
        draw(ofSeed, random);
        differences[i] = difference(seeds, ofSeed, ofImage);
      } while (Double.isNaN(differences[i]));
    }
    return of(differences);
  }

  private static PairedBootstrap of(double[] differences) {
    Arrays.sort(differences);
    long notAbove = Arrays.stream(differences).filter(d -> d <= 0).count();
    long notBelow = Arrays.stream(differences).filter(d -> d >= 0).count();
    double tail = (1.0 + Math.min(notAbove, notBelow)) / (RESAMPLES + 1);
    int outside = (int) Math.round(TAIL * (RESAMPLES + 1));
    return new PairedBootstrap(
        differences[outside - 1], differences[RESAMPLES - outside], Math.min(1, 2 * tail));
  }

  /** Draws as many as there are; counts how often each came. */
  private static void draw(int[] counts, SplittableRandom random) {
    Arrays.fill(counts, 0);
    for (int i = 0; i < counts.length; i++) {
      counts[random.nextInt(counts.length)]++;
    }
  }

  /** Images count by how often they and their seed were drawn. */
  private static double difference(List<Discordant> seeds, int[] ofSeed, int[] ofImage) {
    long gained = 0;
    long drawn = 0;
    for (int s = 0; s < ofSeed.length; s++) {
      if (ofSeed[s] > 0) {
        Discordant seed = seeds.get(s);
        gained += ofSeed[s] * (sum(seed.gained(), ofImage) - sum(seed.lost(), ofImage));
        // All images together are drawn as often as there are images.
        drawn +=
            ofSeed[s]
                * (seed.images().length == ofImage.length
                    ? ofImage.length
                    : sum(seed.images(), ofImage));
      }
    }
    return (double) gained / drawn;
  }

  private static long sum(int[] images, int[] counts) {
    long sum = 0;
    for (int image : images) {
      sum += counts[image];
    }
    return sum;
  }

  /**
   * What a seed adds to a difference: images that both classify alike add nothing, and are most.
   *
   * @param images all of them
   * @param gained those that the regime alone classifies correctly
   * @param lost those that the reference alone does
   */
  private record Discordant(int[] images, int[] gained, int[] lost) {

    static Discordant of(PairedOutcomes.Seed seed) {
      return new Discordant(seed.images(), those(seed, true), those(seed, false));
    }

    private static int[] those(PairedOutcomes.Seed seed, boolean ours) {
      return IntStream.range(0, seed.images().length)
          .filter(i -> seed.here()[i] == ours && seed.reference()[i] != ours)
          .map(i -> seed.images()[i])
          .toArray();
    }
  }
}
