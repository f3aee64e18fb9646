package io.github.vitlora.learner;

/**
 * Makes the classifier of the nearest class mean (Mensink et al. 2013, doi:10.1109/TPAMI.2013.83).
 *
 * <p>An image with the feature x has the logit {@code -|x - m|^2 / (2 v)} of a class with the mean
 * m. All classes share v, the variance that the training features have inside their classes along
 * the directions in which the means differ. So two Gaussian classes get the probabilities that
 * Bayes' rule gives to their projection on the line through both means, and nothing is tuned. As
 * {@code |x|^2} is the same for all classes, these logits are those of a linear head.
 */
public final class NearestMean {
  private NearestMean() {}

  /**
   * Makes the head.
   *
   * @param train at least one image of each class
   */
  public static LinearHead of(Features train) {
    int classes = train.classes();
    double[][] means = means(train);
    double[] centre = new double[train.width()];
    for (double[] mean : means) {
      add(centre, mean, 1.0 / classes);
    }
    double[][] away = new double[classes][];
    for (int k = 0; k < classes; k++) {
      away[k] = means[k].clone();
      add(away[k], centre, -1);
    }
    double variance = variance(train, means, away);
    double[] bias = new double[classes];
    for (int k = 0; k < classes; k++) {
      // |m|^2 less that of the centre, which is the same for all classes: small numbers round less.
      double[] sum = means[k].clone();
      add(sum, centre, 1);
      bias[k] = -dot(away[k], sum) / (2 * variance);
      for (int c = 0; c < away[k].length; c++) {
        away[k][c] /= variance;
      }
    }
    return LinearHead.of(away, bias);
  }

  private static double[][] means(Features train) {
    double[][] means = new double[train.classes()][train.width()];
    int[] counts = train.perClass();
    for (int i = 0; i < train.images(); i++) {
      int label = train.labels()[i];
      for (int c = 0; c < train.width(); c++) {
        means[label][c] += train.rows()[i][c] / (double) counts[label];
      }
    }
    return means;
  }

  /**
   * Returns v. With one image a class there is no variance inside classes: that between them stands
   * for it then.
   *
   * @param away from the means' centre to each of them
   */
  private static double variance(Features train, double[][] means, double[][] away) {
    double between = 0;
    for (double[] direction : away) {
      between += dot(direction, direction);
    }
    if (between == 0) {
      return 1;
    }
    double within = 0;
    double[] rest = new double[train.width()];
    for (int i = 0; i < train.images(); i++) {
      double[] mean = means[train.labels()[i]];
      for (int c = 0; c < rest.length; c++) {
        rest[c] = train.rows()[i][c] - mean[c];
      }
      for (double[] direction : away) {
        double along = dot(rest, direction);
        within += along * along;
      }
    }
    int freedom = train.images() - train.classes();
    return within == 0 || freedom <= 0 ? between / train.classes() : within / between / freedom;
  }

  private static void add(double[] sum, double[] other, double factor) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += factor * other[c];
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int c = 0; c < one.length; c++) {
      sum += one[c] * other[c];
    }
    return sum;
  }
}
