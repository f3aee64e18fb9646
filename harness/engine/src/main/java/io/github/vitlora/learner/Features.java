package io.github.vitlora.learner;

/**
 * Holds what a frozen network makes of some images.
 *
 * @param rows features {@code (N, C)}, in the order of the images
 * @param labels class indices {@code (N)}
 * @param classes K
 */
public record Features(float[][] rows, int[] labels, int classes) {
  /** Returns N. */
  public int images() {
    return rows.length;
  }

  /** Returns C. */
  int width() {
    return rows[0].length;
  }

  /** Returns how many images each class has, {@code (K)}. */
  public int[] perClass() {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }
}
