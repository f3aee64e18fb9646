package io.github.vitlora.result;

import io.github.vitlora.experiment.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A trial's predictions, sorted by their images, for the figures that are no means over images. A
 * figure is of all of them, or of a resample in which each occurs a number of times. The order in
 * which images were evaluated changes nothing.
 */
public final class ClassifiedImages {

  /** As in Guo et al. 2017, On Calibration of Modern Neural Networks, arXiv:1706.04599. */
  private static final int BINS = 15;

  private final List<Prediction> predictions;
  private final int classes;
  private final int[] trueClass;
  private final int[] predictedClass;
  private final int[] bin;
  private final double[] excess;

  private ClassifiedImages(List<Prediction> sorted) {
    predictions = sorted;
    Map<String, Integer> labels = new TreeMap<>();
    sorted.stream()
        .flatMap(one -> Stream.of(one.trueClass(), one.predictedClass()))
        .forEach(name -> labels.put(name, 0));
    classes = labels.size();
    int next = 0;
    for (Map.Entry<String, Integer> label : labels.entrySet()) {
      label.setValue(next++);
    }
    trueClass = sorted.stream().mapToInt(one -> labels.get(one.trueClass())).toArray();
    predictedClass = sorted.stream().mapToInt(one -> labels.get(one.predictedClass())).toArray();
    // Bin m has the probabilities above (m - 1) / 15 up to m / 15.
    bin =
        sorted.stream()
            .mapToInt(one -> Math.max((int) Math.ceil((double) one.probability() * BINS) - 1, 0))
            .toArray();
    excess =
        sorted.stream()
            .mapToDouble(one -> one.probability() - (one.correct() ? 1.0 : 0.0))
            .toArray();
  }

  /** Takes predictions in any order. */
  public static ClassifiedImages of(List<Prediction> predictions) {
    return new ClassifiedImages(
        predictions.stream().sorted(Comparator.comparing(Prediction::image)).toList());
  }

  /** The predictions in the order of their images' names. */
  public List<Prediction> predictions() {
    return predictions;
  }

  /** Whether these are predictions on the same images. */
  public boolean hasImagesOf(ClassifiedImages other) {
    return names().equals(other.names());
  }

  private List<String> names() {
    return predictions.stream().map(Prediction::image).toList();
  }

  /**
   * A figure of a resample.
   *
   * @param metric one that follows from test images and is no mean over them
   * @param times how often each image occurs, in the order of {@link #predictions}; one at least
   *     occurs
   */
  public double figure(Metric metric, int[] times) {
    return switch (metric) {
      case BALANCED_ACCURACY -> new Counts(times).balancedAccuracy();
      case MACRO_F1 -> new Counts(times).macroF1();
      case EXPECTED_CALIBRATION_ERROR -> expectedCalibrationError(times);
      default -> throw new IllegalArgumentException(metric + " is another kind of figure");
    };
  }

  /** Images of each class, as each class, and both. */
  private final class Counts {
    private final int[] shown = new int[classes];
    private final int[] predicted = new int[classes];
    private final int[] correct = new int[classes];

    Counts(int[] times) {
      for (int i = 0; i < times.length; i++) {
        shown[trueClass[i]] += times[i];
        predicted[predictedClass[i]] += times[i];
        correct[trueClass[i]] += trueClass[i] == predictedClass[i] ? times[i] : 0;
      }
    }

    /** Classes that no image shows are left out. */
    double balancedAccuracy() {
      double sum = 0;
      int known = 0;
      for (int k = 0; k < classes; k++) {
        if (shown[k] > 0) {
          sum += (double) correct[k] / shown[k];
          known++;
        }
      }
      return sum / known;
    }

    /** Classes that no image shows are left out, unless some image is classified as them. */
    double macroF1() {
      double sum = 0;
      int known = 0;
      for (int k = 0; k < classes; k++) {
        if (shown[k] + predicted[k] > 0) {
          sum += 2.0 * correct[k] / (shown[k] + predicted[k]);
          known++;
        }
      }
      return sum / known;
    }
  }

  /** Of each bin, the sum of the probabilities less the number of images classified correctly. */
  private double expectedCalibrationError(int[] times) {
    double[] ofBin = new double[BINS];
    long images = 0;
    for (int i = 0; i < times.length; i++) {
      ofBin[bin[i]] += times[i] * excess[i];
      images += times[i];
    }
    return DoubleStream.of(ofBin).map(Math::abs).sum() / images;
  }
}
