package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Classifies an image by a vote of the k training images whose features point in the most similar
 * direction (cosine similarity). Of equally similar ones, those that come first are taken.
 *
 * <p>One further vote is divided among all classes by the softmax of their neighbours' summed
 * similarity over k; the shares of all k + 1 votes are the probabilities. So no class has the
 * probability 0, a tie goes to the class of the larger sum, and then to the first.
 */
public final class NearestNeighbours implements FeatureClassifier {
  private static final String DIRECTIONS = "neighbours.directions";
  private static final String LABELS = "neighbours.labels";

  /** Images whose similarities are in memory at once. */
  private static final int PIECE = 64;

  private final NDManager owner;
  private final NDArray directions;
  private final NDArray transposed;
  private final int[] labels;
  private final int classes;
  private final int k;

  /**
   * Makes a classifier.
   *
   * @param owner of its arrays
   * @param directions of the training images' features, {@code (N, C)}, each of length 1
   * @param labels {@code (N)}
   */
  private NearestNeighbours(
      NDManager owner, FloatBuffer directions, int[] labels, int classes, int k) {
    this.owner = owner;
    int width = directions.remaining() / labels.length;
    this.directions = Tensors.copy(owner, directions, new Shape(labels.length, width));
    this.transposed = this.directions.transpose();
    this.labels = labels;
    this.classes = classes;
    this.k = k;
  }

  /**
   * Makes the classifier.
   *
   * @param owner of its arrays
   * @param k at most the number of training images
   */
  public static NearestNeighbours of(NDManager owner, Features train, int k) {
    return new NearestNeighbours(
        owner, directions(train.rows()), train.labels().clone(), train.classes(), k);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param owner of its arrays
   */
  public static NearestNeighbours load(NDManager owner, Path file, int classes, int k)
      throws IOException {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      FloatBuffer numbers = saved.floats(LABELS);
      int[] labels = new int[numbers.remaining()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = Math.round(numbers.get());
      }
      return new NearestNeighbours(owner, saved.floats(DIRECTIONS), labels, classes, k);
    }
  }

  @Override
  public double[][] logits(float[][] features) {
    return logits(features, k, false);
  }

  @Override
  public double[][] logitsOfItsOwn(Features made) {
    return logits(made.rows(), Math.min(k, labels.length - 1), true);
  }

  private double[][] logits(float[][] features, int voters, boolean areItsOwn) {
    double[][] logits = new double[features.length][];
    for (int from = 0; from < features.length; from += PIECE) {
      float[][] piece = Arrays.copyOfRange(features, from, Math.min(features.length, from + PIECE));
      float[] similarities = similarities(piece);
      for (int i = 0; i < piece.length; i++) {
        int itself = areItsOwn ? from + i : -1;
        logits[from + i] =
            vote(nearest(similarities, i * labels.length, voters, itself), similarities, i);
      }
    }
    return logits;
  }

  /** Returns the cosine similarity of each image to each training image, {@code (B, N)}. */
  private float[] similarities(float[][] features) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray asked =
          Tensors.copy(scope, directions(features), new Shape(features.length, features[0].length));
      return asked.matMul(transposed).toFloatArray();
    }
  }

  /**
   * Returns the indices of the most similar training images, the most similar first.
   *
   * @param from where the similarities of one image begin
   * @param without index that is passed over; -1 where none is
   */
  private int[] nearest(float[] similarities, int from, int count, int without) {
    int[] nearest = new int[count];
    int found = 0;
    for (int n = 0; n < labels.length; n++) {
      float similarity = similarities[from + n];
      boolean isNear =
          found < count || (count > 0 && similarity > similarities[from + nearest[count - 1]]);
      if (n != without && isNear) {
        int place = found < count ? found++ : count - 1;
        while (place > 0 && similarity > similarities[from + nearest[place - 1]]) {
          nearest[place] = nearest[place - 1];
          place--;
        }
        nearest[place] = n;
      }
    }
    return nearest;
  }

  private double[] vote(int[] voters, float[] similarities, int image) {
    double[] votes = new double[classes];
    double[] sums = new double[classes];
    for (int voter : voters) {
      votes[labels[voter]]++;
      sums[labels[voter]] += similarities[image * labels.length + voter];
    }
    double all = 0;
    for (int c = 0; c < classes; c++) {
      sums[c] = StrictMath.exp(sums[c] / Math.max(voters.length, 1));
      all += sums[c];
    }
    double[] logits = new double[classes];
    for (int c = 0; c < classes; c++) {
      logits[c] = StrictMath.log((votes[c] + sums[c] / all) / (voters.length + 1));
    }
    return logits;
  }

  /** Scales features to length 1; one that is nought stays so and is similar to nothing. */
  private static FloatBuffer directions(float[][] features) {
    FloatBuffer directions = FloatBuffer.allocate(features.length * features[0].length);
    for (float[] feature : features) {
      double square = 0;
      for (float value : feature) {
        square += (double) value * value;
      }
      double length = square == 0 ? 1 : Math.sqrt(square);
      for (float value : feature) {
        directions.put((float) (value / length));
      }
    }
    return directions.flip();
  }

  /** Writes the directions of the training images' features, and their labels as numbers. */
  @Override
  public long save(TunableModel model, Path file) throws IOException {
    float[] numbers = new float[labels.length];
    IntStream.range(0, labels.length).forEach(i -> numbers[i] = labels[i]);
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    Tensors.write(writer, DIRECTIONS, directions);
    return writer
        .tensor(LABELS, new long[] {labels.length}, () -> FloatBuffer.wrap(numbers))
        .write(file);
  }
}
