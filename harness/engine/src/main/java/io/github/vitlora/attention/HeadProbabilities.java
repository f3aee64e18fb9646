package io.github.vitlora.attention;

/**
 * Holds one image's attention in one block, {@code (H, N, N)}: row i says how much token i attends
 * to each token. Token 0 is the class token, the others are the patches row by row.
 *
 * @param values of a whole batch, the last index fastest
 * @param offset of this image's first value
 * @param heads H
 * @param tokens N
 */
record HeadProbabilities(float[] values, int offset, int heads, int tokens) {

  /** Returns how much {@code from} attends to {@code to}. */
  double at(int head, int from, int to) {
    return values[offset + (head * tokens + from) * tokens + to];
  }

  /** Returns how much the class token attends to each token, {@code (N)}. */
  double[] classToken(int head) {
    double[] row = new double[tokens];
    for (int to = 0; to < tokens; to++) {
      row[to] = at(head, 0, to);
    }
    return row;
  }

  /** Returns the mean over the heads, {@code (N, N)}. */
  float[] mean() {
    int size = tokens * tokens;
    float[] mean = new float[size];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int head = 0; head < heads; head++) {
        sum += values[offset + head * size + i];
      }
      mean[i] = (float) (sum / heads);
    }
    return mean;
  }
}
