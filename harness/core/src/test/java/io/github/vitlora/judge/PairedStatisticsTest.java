package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statistics against figures that others published or that can be counted out. */
class PairedStatisticsTest {

  /** Twice the smaller tail of the binomial distribution, summed in exact fractions. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "4, 4, 1",
    "0, 6, 0.03125",
    "9, 2, 0.0654296875",
    "5, 15, 0.04138946533203125",
    "86, 150, 3.715936139571442e-5",
    "59, 6, 4.964650327128617e-12"
  })
  void mcNemarsTestIsTheBinomialOne(int onlyFirst, int onlySecond, double expected) {
    assertThat(McNemarTest.pValue(onlyFirst, onlySecond))
        .isCloseTo(expected, within(1e-9 * expected));
    assertThat(McNemarTest.pValue(onlySecond, onlyFirst))
        .isCloseTo(expected, within(1e-9 * expected));
  }

  /**
   * Newcombe 1998, table II; Bentur et al. 2009 in Fagerland, Lydersen and Laake 2017, Statistical
   * Analysis of Contingency Tables, chapter 8.
   */
  @ParameterizedTest
  @CsvSource({"36, 12, 2, 0, 0.0569, 0.3404", "1, 1, 7, 12, -0.507, -0.026"})
  void newcombesIntervalIsAsPublished(
      int both, int onlyFirst, int onlySecond, int neither, double low, double high) {
    NewcombeInterval interval = NewcombeInterval.of(both, onlyFirst, onlySecond, neither);

    assertThat(interval.low()).isCloseTo(low, within(5e-4));
    assertThat(interval.high()).isCloseTo(high, within(5e-4));
    NewcombeInterval turned = NewcombeInterval.of(both, onlySecond, onlyFirst, neither);
    assertThat(turned.low()).isCloseTo(-interval.high(), within(1e-12));
  }

  @Test
  void agreementOnEveryImageIsNotCertainty() {
    NewcombeInterval interval = NewcombeInterval.of(450, 0, 0, 50);

    assertThat(interval.low()).isCloseTo(-0.00724, within(1e-5));
    assertThat(interval.high()).isCloseTo(0.00724, within(1e-5));
    assertThat(NewcombeInterval.of(30, 0, 0, 0).high()).isGreaterThan(0.1);
  }

  /** As R has it: {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")}. */
  @Test
  void holmsCorrectionIsAsInR() {
    assertThat(HolmCorrection.adjust(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
    assertThat(HolmCorrection.adjust(new double[] {0.6, 0.7})).containsExactly(1, 1);
    assertThat(HolmCorrection.adjust(new double[0])).isEmpty();
  }

  /**
   * With this few images and seeds every draw can be counted: of two seeds, the distribution is at
   * most 0 with probability 0.0399 and below 0 with 0.0143, at most 0.35 with 0.9801 and below that
   * with 0.9516.
   */
  @Test
  void theBootstrapIsWhatCountingEveryDrawGives() {
    PairedOutcomes outcomes =
        outcomes(
            gains(20, List.of(0, 1, 2, 3), List.of()), gains(20, List.of(2, 3, 4, 5), List.of(6)));

    assertThat(outcomes.difference()).isCloseTo(0.175, within(1e-12));
    PairedBootstrap bootstrap = PairedBootstrap.of(outcomes);

    assertThat(bootstrap.low()).isZero();
    assertThat(bootstrap.high()).isEqualTo(0.35);
    assertThat(bootstrap.pValue()).isCloseTo(0.0798, within(4 * monteCarloError(0.0399)));
    assertThat(PairedBootstrap.of(outcomes)).as("the same draws every time").isEqualTo(bootstrap);
  }

  @Test
  void seedsThatDisagreeCountAsMuchAsImagesDo() {
    PairedOutcomes outcomes =
        outcomes(
            gains(20, List.of(0, 1, 2, 3), List.of()),
            gains(20, List.of(2, 3, 4, 5), List.of(6)),
            gains(20, List.of(6, 7, 8, 9, 10), List.of(0)));

    assertThat(PairedBootstrap.of(outcomes).pValue())
        .isCloseTo(0.0259, within(4 * monteCarloError(0.0129)));
  }

  /** Where each seed has images of its own, all of them are drawn from. */
  @Test
  void seedsMayHaveImagesOfTheirOwn() {
    PairedOutcomes.Seed first = seed(1, 0, gains(10, List.of(0, 1, 2), List.of()));
    PairedOutcomes.Seed second = seed(2, 10, gains(10, List.of(), List.of(4)));
    PairedOutcomes outcomes = new PairedOutcomes(20, List.of(first, second));

    PairedBootstrap bootstrap = PairedBootstrap.of(outcomes);

    assertThat(outcomes.difference()).isCloseTo(0.1, within(1e-12));
    assertThat(bootstrap.low()).isLessThan(-0.1);
    assertThat(bootstrap.high()).isGreaterThan(0.3);
  }

  @Test
  void aDifferenceThatIsThereEveryTimeHasTheSmallestPValueThatResamplesCanTell() {
    int[] all = gains(40, IntStream.range(0, 40).boxed().toList(), List.of());

    PairedBootstrap bootstrap = PairedBootstrap.of(outcomes(all, all));

    assertThat(bootstrap).isEqualTo(new PairedBootstrap(1, 1, 2e-4));
  }

  /** Of twice a share that is estimated from the resamples. */
  private static double monteCarloError(double share) {
    return 2 * Math.sqrt(share * (1 - share) / PairedBootstrap.RESAMPLES);
  }

  /** By image: 1 where the regime alone is right, -1 where the reference alone is. */
  private static int[] gains(int images, List<Integer> here, List<Integer> reference) {
    int[] gains = new int[images];
    here.forEach(i -> gains[i] = 1);
    reference.forEach(i -> gains[i] = -1);
    return gains;
  }

  private static PairedOutcomes outcomes(int[]... seeds) {
    List<PairedOutcomes.Seed> all = new ArrayList<>();
    for (int[] gains : seeds) {
      all.add(seed(all.size() + 1, 0, gains));
    }
    return new PairedOutcomes(seeds[0].length, all);
  }

  private static PairedOutcomes.Seed seed(long seed, int firstImage, int[] gains) {
    int[] images = IntStream.range(firstImage, firstImage + gains.length).toArray();
    boolean[] here = new boolean[gains.length];
    boolean[] reference = new boolean[gains.length];
    for (int i = 0; i < gains.length; i++) {
      here[i] = gains[i] > 0;
      reference[i] = gains[i] < 0;
    }
    return new PairedOutcomes.Seed(seed, images, here, reference);
  }
}
