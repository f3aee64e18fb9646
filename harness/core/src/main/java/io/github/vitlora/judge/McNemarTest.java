package io.github.vitlora.judge;

import org.apache.commons.statistics.inference.BinomialTest;

/**
 * McNemar's exact test of two classifiers on the same images (McNemar 1947, Psychometrika 12): if
 * they were equally accurate, each image that only one of them classifies correctly would be either
 * one's with equal probability. The images on which they agree say nothing.
 */
public final class McNemarTest {
  private static final double EVEN = 0.5;

  private McNemarTest() {}

  /**
   * The two-sided p-value.
   *
   * @param onlyFirst images that the first classifier alone classifies correctly
   * @param onlySecond images that the second one alone does
   */
  static double pValue(int onlyFirst, int onlySecond) {
    int discordant = onlyFirst + onlySecond;
    return discordant == 0
        ? 1
        : BinomialTest.withDefaults().test(discordant, onlyFirst, EVEN).getPValue();
  }
}
