package io.github.vitlora.learner;

import io.github.vitlora.regime.ClassWeights;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Fits a head to its optimum: multinomial logistic regression with an L2 penalty, which has one
 * optimum and no learning rate. Minimised is the mean cross-entropy of the training images plus
 * half the penalty times the squared weights, of features that are standardised: each has mean 0
 * and variance 1 over the training images, so that a penalty means the same whatever the network's
 * scale. Biases are not penalised. The fitted head takes features as they are. Where classes have
 * weights, each image's loss counts as much as its class, as with scikit-learn's {@code
 * class_weight}; features are standardised without them.
 */
public final class LogisticRegression {
  /** Norm of the gradient at the optimum, relative to that of a head of zeros. */
  public static final double TOLERANCE = 1e-8;

  private static final int MOST_ITERATIONS = 2000;

  private final int[] labels;
  private final double[] counts;
  private final int images;
  private final int width;
  private final int classes;
  private final double[] means;
  private final double[] scales;
  private final DMatrixRMaj rows;
  private final DMatrixRMaj columns;
  private final DMatrixRMaj weight;
  private final DMatrixRMaj logits;
  private final DMatrixRMaj weightGradient;
  private final double ofZeros;
  private double[] parameters;

  /**
   * A head that was fitted.
   *
   * @param head for features as they are
   * @param iterations that it took
   * @param gradient norm of the gradient, relative to that of a head of zeros
   */
  public record Fitted(LinearHead head, int iterations, double gradient) {}

  /**
   * Standardises the features.
   *
   * @param train at least one image of each class
   * @param weighted by class, or not
   */
  public LogisticRegression(Features train, ClassWeights weighted) {
    labels = train.labels();
    images = train.images();
    double[] ofClasses = weighted.of(train.perClass());
    counts = new double[images];
    for (int i = 0; i < images; i++) {
      counts[i] = ofClasses.length == 0 ? 1 : ofClasses[labels[i]];
    }
    width = train.width();
    classes = train.classes();
    means = new double[width];
    scales = new double[width];
    rows = new DMatrixRMaj(images, width);
    standardise(train.rows());
    columns = CommonOps_DDRM.transpose(rows, null);
    weight = new DMatrixRMaj(classes, width);
    logits = new DMatrixRMaj(classes, images);
    weightGradient = new DMatrixRMaj(classes, width);
    parameters = new double[classes * width + classes];
    double[] gradient = new double[parameters.length];
    at(parameters, gradient, 0);
    ofZeros = Lbfgs.norm(gradient);
  }

  private void standardise(float[][] features) {
    for (int c = 0; c < width; c++) {
      double sum = 0;
      for (float[] feature : features) {
        sum += feature[c];
      }
      means[c] = sum / images;
      double squares = 0;
      for (float[] feature : features) {
        squares += (feature[c] - means[c]) * (feature[c] - means[c]);
      }
      double deviation = Math.sqrt(squares / images);
      // A feature that is the same of all images says nothing, whatever rounding makes of it.
      scales[c] = deviation > 1e-9 * Math.abs(means[c]) ? 1 / deviation : 0;
      for (int i = 0; i < images; i++) {
        rows.set(i, c, (features[i][c] - means[c]) * scales[c]);
      }
    }
  }

  /**
   * Fits a head, from the one that was fitted before: of falling penalties each is near the last.
   *
   * @param penalty positive
   * @param alive told after every iteration
   */
  public Fitted fit(double penalty, Runnable alive) {
    Lbfgs.Minimum minimum =
        Lbfgs.minimise(
            (x, gradient) -> at(x, gradient, penalty),
            parameters,
            TOLERANCE * ofZeros,
            MOST_ITERATIONS,
            alive);
    parameters = minimum.x();
    double relative = ofZeros == 0 ? 0 : minimum.gradientNorm() / ofZeros;
    return new Fitted(head(), minimum.iterations(), relative);
  }

  private LinearHead head() {
    double[][] weights = new double[classes][width];
    double[] bias = new double[classes];
    for (int k = 0; k < classes; k++) {
      bias[k] = parameters[classes * width + k];
      for (int c = 0; c < width; c++) {
        weights[k][c] = parameters[k * width + c] * scales[c];
        bias[k] -= weights[k][c] * means[c];
      }
    }
    return LinearHead.of(weights, bias);
  }

  /**
   * Computes what is minimised.
   *
   * @param x the weights {@code (K, C)}, row by row, and then the biases {@code (K)}
   * @param gradient is overwritten
   */
  private double at(double[] x, double[] gradient, double penalty) {
    System.arraycopy(x, 0, weight.data, 0, classes * width);
    // The inner loops of both products run along rows, which Java computes several values at once.
    CommonOps_DDRM.mult(weight, columns, logits);
    double loss = 0;
    Arrays.fill(gradient, 0);
    double[] of = new double[classes];
    for (int i = 0; i < images; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        of[k] = logits.data[k * images + i] + x[classes * width + k];
        largest = Math.max(largest, of[k]);
      }
      double sum = 0;
      loss -= counts[i] * (of[labels[i]] - largest);
      for (int k = 0; k < classes; k++) {
        of[k] = StrictMath.exp(of[k] - largest);
        sum += of[k];
      }
      loss += counts[i] * StrictMath.log(sum);
      for (int k = 0; k < classes; k++) {
        double off = counts[i] * (of[k] / sum - (k == labels[i] ? 1 : 0)) / images;
        logits.data[k * images + i] = off;
        gradient[classes * width + k] += off;
      }
    }
    CommonOps_DDRM.mult(logits, rows, weightGradient);
    double squares = 0;
    for (int j = 0; j < classes * width; j++) {
      squares += x[j] * x[j];
      gradient[j] = weightGradient.data[j] + penalty * x[j];
    }
    return loss / images + penalty / 2 * squares;
  }
}
