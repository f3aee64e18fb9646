package io.github.vitlora.learner;

import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A classification head that was made without optimizer steps, in single precision as it is stored.
 *
 * @param weight {@code (K, C)}
 * @param bias {@code (K)}
 */
public record LinearHead(float[][] weight, float[] bias) implements FeatureClassifier {
  /** Rounds a head to single precision. */
  static LinearHead of(double[][] weight, double[] bias) {
    float[][] rows = new float[weight.length][];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = rounded(weight[k]);
    }
    return new LinearHead(rows, rounded(bias));
  }

  private static float[] rounded(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  @Override
  public double[][] logits(float[][] features) {
    double[][] logits = new double[features.length][bias.length];
    for (int i = 0; i < features.length; i++) {
      for (int k = 0; k < bias.length; k++) {
        double sum = bias[k];
        for (int c = 0; c < features[i].length; c++) {
          sum += (double) weight[k][c] * features[i][c];
        }
        logits[i][k] = sum;
      }
    }
    return logits;
  }

  @Override
  public long save(TunableModel model, Path file) throws IOException {
    model.setHead(weight, bias);
    return model.save(file);
  }
}
