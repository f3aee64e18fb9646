package io.github.vitlora.regime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.RateBracket.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateBracketTest {

  @Test
  void aSearchBeginsWithThreeNeighboursThatPeopleCanWriteDown() {
    assertThat(RateBracket.around(1e-4)).containsExactly(3.16e-5, 1e-4, 3.16e-4);
    assertThat(RateBracket.around(1e-3)).containsExactly(3.16e-4, 1e-3, 3.16e-3);
    assertThat(RateBracket.around(0.0105)).containsExactly(3.16e-3, 1e-2, 3.16e-2);
    assertThat(RateBracket.around(1)).containsExactly(0.316, 1.0, 3.16);
  }

  @Test
  void itEndsWhereTheBestLiesInside() {
    assertThat(bracket(3.16e-5, 0.7, 1e-4, 0.5, 3.16e-4, 0.6).next()).isEmpty();
  }

  @Test
  void itGoesOnWhereTheBestIsTheLast() {
    assertThat(bracket(3.16e-5, 0.7, 1e-4, 0.6, 3.16e-4, 0.5).next()).contains(1e-3);
    assertThat(bracket(3.16e-5, 0.5, 1e-4, 0.6, 3.16e-4, 0.7).next()).contains(1e-5);
  }

  @Test
  void aLossThatIsNotFiniteIsWorseThanAnyAndClosesItsSide() {
    RateBracket above = bracket(3.16e-5, 0.7, 1e-4, 0.6, 3.16e-4, Double.NaN);
    RateBracket below = bracket(3.16e-5, Double.POSITIVE_INFINITY, 1e-4, 0.6, 3.16e-4, 0.7);

    assertThat(above.next()).isEmpty();
    assertThat(above.best()).contains(1e-4);
    assertThat(below.next()).isEmpty();
  }

  @Test
  void whereEveryLossIsNotFiniteLowerRatesAreTried() {
    RateBracket bracket = bracket(3.16e-5, Double.NaN, 1e-4, Double.NaN, 3.16e-4, Double.NaN);

    assertThat(bracket.next()).contains(1e-5);
    assertThat(bracket.best()).isEmpty();
    assertThat(bracket.runnerUp()).isEmpty();
  }

  @Test
  void ofEqualLossesTheLowerRateIsTheBest() {
    RateBracket bracket = bracket(3.16e-5, 0.7, 1e-4, 0.5, 3.16e-4, 0.5);

    assertThat(bracket.best()).contains(1e-4);
    assertThat(bracket.runnerUp()).contains(3.16e-4);
  }

  @ParameterizedTest
  @CsvSource({"1e-4, BELOW", "1e-3, ABOVE", "3e-4,"})
  void aListIsOpenWhereItsLastIsChosen(double chosen, Side side) {
    assertThat(RateBracket.open(List.of(1e-3, 1e-4, 3e-4), chosen))
        .isEqualTo(Optional.ofNullable(side));
  }

  /**
   * Curves that fall to their lowest point and rise after it, wherever that lies, in all shapes,
   * and beyond some rate are no numbers.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 1e-3, 1e-2, 1})
  void theBestOfAnyCurveWithOneMinimumIsFoundOrItsSideIsTold(double usual) {
    for (int n = 0; n < 5_000; n++) {
      RandomGenerator random = new RandomStreams(n).stream("curve");
      double lowest = -12 + 16 * random.nextDouble();
      double left = Math.exp(6 * random.nextDouble() - 3);
      double right = Math.exp(6 * random.nextDouble() - 3);
      double power = 0.2 + 3 * random.nextDouble();
      double end = random.nextInt(3) == 0 ? lowest + 3 * random.nextDouble() : Double.MAX_VALUE;
      DoubleUnaryOperator loss =
          rate -> {
            double from = Math.log10(rate) - lowest;
            return Math.log10(rate) > end
                ? Double.NaN
                : Math.pow(Math.abs(from) * (from < 0 ? left : right), power);
          };

      RateBracket found = search(usual, loss);

      List<Double> tried = List.copyOf(found.losses().keySet());
      assertThat(tried).hasSizeLessThanOrEqualTo(RateBracket.MOST).containsAll(neighbours(tried));
      Optional<Side> open =
          found.best().flatMap(best -> RateBracket.open(found.losses().keySet(), best));
      if (found.best().isEmpty() || open.isPresent()) {
        // Beyond the last but one at least: the curve may be lower at the last than there.
        boolean above = open.equals(Optional.of(Side.ABOVE));
        assertThat(tried).as("curve %d", n).hasSize(RateBracket.MOST);
        assertThat(Math.pow(10, lowest))
            .as("the minimum of curve %d lies beyond", n)
            .isBetween(above ? tried.get(10) : 0, above ? Double.MAX_VALUE : tried.get(1));
      } else {
        assertThat(Math.abs(Math.log10(found.best().get()) - lowest))
            .as("the minimum of curve %d lies between the neighbours", n)
            .isLessThan(0.502);
      }
    }
  }

  private static RateBracket search(double usual, DoubleUnaryOperator loss) {
    Map<Double, Double> losses = new TreeMap<>();
    RateBracket.around(usual).forEach(rate -> losses.put(rate, loss.applyAsDouble(rate)));
    Optional<Double> next = new RateBracket(losses).next();
    while (next.isPresent()) {
      losses.put(next.get(), loss.applyAsDouble(next.get()));
      next = new RateBracket(losses).next();
    }
    return new RateBracket(losses);
  }

  /** All of the grid between the ends. */
  private static List<Double> neighbours(List<Double> tried) {
    List<Double> all = new ArrayList<>();
    for (double rate : tried.subList(0, tried.size() - 1)) {
      all.add(RateBracket.around(rate).get(2));
    }
    return all;
  }

  private static RateBracket bracket(double... ratesAndLosses) {
    Map<Double, Double> losses = new TreeMap<>();
    for (int i = 0; i < ratesAndLosses.length; i += 2) {
      losses.put(ratesAndLosses[i], ratesAndLosses[i + 1]);
    }
    return new RateBracket(losses);
  }
}
