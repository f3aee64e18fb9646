package io.github.vitlora.attention;

/**
 * Computes the mean attention distance (Dosovitskiy et al. 2021, arXiv:2010.11929, figure 7): the
 * distance in pixels between a patch and those it attends to, weighted by the attention and
 * averaged over all patches. The class token has no place and is left out.
 */
final class AttentionDistance {
  private final int patches;
  private final double[] pixels;

  /**
   * Measures distances on a grid.
   *
   * @param side patches in a row
   * @param patchSize side of a patch, in pixels
   */
  AttentionDistance(int side, int patchSize) {
    patches = side * side;
    pixels = new double[patches * patches];
    for (int from = 0; from < patches; from++) {
      for (int to = 0; to < patches; to++) {
        double down = from / side - to / side;
        double right = from % side - to % side;
        pixels[from * patches + to] = patchSize * Math.hypot(down, right);
      }
    }
  }

  /** Returns the mean distance of one head. */
  double of(HeadProbabilities attention, int head) {
    double sum = 0;
    for (int from = 0; from < patches; from++) {
      double weighted = 0;
      double weights = 0;
      for (int to = 0; to < patches; to++) {
        double weight = attention.at(head, from + 1, to + 1);
        weighted += weight * pixels[from * patches + to];
        weights += weight;
      }
      sum += weighted / weights;
    }
    return sum / patches;
  }
}
