package io.github.vitlora.attention;

/** Figures of discrete distributions, which add up to one. */
final class Distributions {
  private Distributions() {}

  /** Shannon's entropy {@code -sum p ln p}, in nats: from 0 to the logarithm of the length. */
  static double entropy(double[] p) {
    double sum = 0;
    for (double share : p) {
      sum -= share > 0 ? share * Math.log(share) : 0;
    }
    return sum;
  }

  /** The cosine of the angle between two distributions as vectors: 1 if they are the same. */
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
   * The Jensen-Shannon divergence (Lin 1991, doi:10.1109/18.61115): the entropy of the mean less
   * the mean of the entropies, in nats; from 0, for the same distribution, to ln 2 for two that
   * share nothing.
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

  /** The mean of several, {@code (N)}. */
  static double[] mean(double[][] several) {
    double[] mean = new double[several[0].length];
    for (double[] one : several) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / several.length;
      }
    }
    return mean;
  }
}
