package io.github.vitlora.judge;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction of p-values (Holm 1979, Scandinavian Journal of Statistics 6, pages
 * 65 to 70): among all conclusions drawn at level alpha, there is a false one with probability
 * alpha at most, however the tests depend on one another.
 */
public final class HolmCorrection {

  private HolmCorrection() {}

  /** The adjusted p-values, each in the place of its own. */
  static double[] adjust(double[] pValues) {
    int n = pValues.length;
    List<Integer> ascending =
        IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> pValues[i])).toList();
    double[] adjusted = new double[n];
    double largest = 0;
    for (int rank = 0; rank < n; rank++) {
      int at = ascending.get(rank);
      largest = Math.max(largest, Math.min(1, (n - rank) * pValues[at]));
      adjusted[at] = largest;
    }
    return adjusted;
  }
}
