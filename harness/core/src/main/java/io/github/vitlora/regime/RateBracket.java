package io.github.vitlora.regime;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A search for a learning rate on a grid, by the loss that each rate reaches. It begins with three
 * neighbours and, while the best of all lies at an end, goes on there: a rate is known to be good
 * only where a lower and a higher one are known to be worse. Rates are {@code 10^(k/2)} to three
 * digits, 1, 3.16, 10 and so on, so that they are the same numbers in every search, and a
 * descriptor can name them.
 *
 * @param losses of the rates that were tried; one that is not finite is worse than any other
 */
public record RateBracket(NavigableMap<Double, Double> losses) {
  /** How many rates a search begins with. */
  public static final int FIRST = 3;

  /** How many rates are tried at most. */
  public static final int MOST = 12;

  private static final BigDecimal ROOT_OF_TEN = new BigDecimal("3.16");

  /** Where rates that were not tried may be better. */
  public enum Side {
    /** Below the lowest. */
    BELOW,
    /** Above the highest. */
    ABOVE
  }

  /** Copies the losses. */
  public RateBracket {
    losses = Collections.unmodifiableNavigableMap(new TreeMap<>(losses));
  }

  /** Takes the losses of some rates. */
  public RateBracket(Map<Double, Double> losses) {
    this(new TreeMap<>(losses));
  }

  /**
   * Returns the three rates that a search begins with, rising: the grid's nearest in the middle.
   */
  public static List<Double> around(double usual) {
    int middle = place(usual);
    int lowest = middle - FIRST / 2;
    return IntStream.range(lowest, lowest + FIRST).mapToObj(RateBracket::rate).toList();
  }

  private static double rate(int place) {
    BigDecimal digits = place % 2 == 0 ? BigDecimal.ONE : ROOT_OF_TEN;
    return digits.scaleByPowerOfTen(Math.floorDiv(place, 2)).doubleValue();
  }

  private static int place(double rate) {
    return (int) Math.rint(2 * StrictMath.log10(rate));
  }

  /** Returns the rate of the lowest loss, of equals the lowest; empty where no loss is finite. */
  public Optional<Double> best() {
    return losses.entrySet().stream()
        .filter(tried -> Double.isFinite(tried.getValue()))
        .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey);
  }

  /** Returns the rate of the next lowest loss; empty where there is none. */
  public Optional<Double> runnerUp() {
    NavigableMap<Double, Double> others = new TreeMap<>(losses);
    best().ifPresent(others::remove);
    return new RateBracket(others).best();
  }

  /** Returns the rate to try next; empty once the best lies inside, or all are tried. */
  public Optional<Double> next() {
    if (losses.size() >= MOST) {
      return Optional.empty();
    }
    Optional<Double> best = best();
    if (best.isEmpty()) {
      // Losses leave the finite numbers where rates are too high.
      return Optional.of(rate(place(losses.firstKey()) - 1));
    }
    return open(losses.keySet(), best.get())
        .map(
            side ->
                side == Side.BELOW
                    ? rate(place(losses.firstKey()) - 1)
                    : rate(place(losses.lastKey()) + 1));
  }

  /**
   * Tells on which side of the rates that were tried a better one may lie: where the best of them
   * is the last.
   *
   * @param tried two at least
   * @param best one of them
   */
  public static Optional<Side> open(Collection<Double> tried, double best) {
    if (best == Collections.max(tried)) {
      return Optional.of(Side.ABOVE);
    }
    return best == Collections.min(tried) ? Optional.of(Side.BELOW) : Optional.empty();
  }
}
