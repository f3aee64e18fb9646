package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Question.From;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Made-up trials whose true differences are known, so that the share of wrong answers can be
 * counted. Each image is classified correctly by one of the two regimes alone with a given
 * probability, the discordance; a share of images is discordant in the same way under all seeds;
 * each seed has a difference of its own around the true one.
 */
@Tag("slow")
class QuestionSimulationTest {
  private static final int REPETITIONS = 2_000;

  /** Power is held to wide ranges, for which fewer do. */
  private static final int FEW_REPETITIONS = 500;

  private static final double WITHIN = 0.02;

  /** 5 % are allowed; of 2,000 repetitions two standard errors are 1 %. */
  private static final double ALLOWED = 0.06;

  private static final TrialResult COMPLETED = completed();

  /** How images and seeds scatter. */
  private record Setting(int images, double discordance, double seedDeviation, double shared) {}

  private static TrialResult completed() {
    Experiment any = Samples.experiment(List.of(1L), List.of(1), List.of());
    return Samples.completed(any.trials().get(0), 0.9);
  }

  private static Stream<Setting> settings(int... images) {
    return IntStream.of(images)
        .boxed()
        .flatMap(
            n ->
                Stream.of(0.06, 0.12)
                    .flatMap(
                        discordance ->
                            Stream.of(0.0, 0.004, 0.01, 0.03)
                                .flatMap(
                                    deviation ->
                                        Stream.of(0.2, 0.7)
                                            .map(
                                                shared ->
                                                    new Setting(
                                                        n, discordance, deviation, shared)))));
  }

  @Test
  void aRankAtTheMarginIsSeldomCalledSufficient() {
    for (List<Integer> looks : List.of(List.of(3, 4, 6, 8), List.of(3), List.of(5))) {
      settings(looks.size() == 1 ? new int[] {1000} : new int[] {500, 1000, 4000})
          .parallel()
          .forEach(
              setting ->
                  assertThat(shown(setting, looks, From.LARGEST, -WITHIN))
                      .as("false acceptance over looks %s with %s", looks, setting)
                      .isLessThanOrEqualTo(ALLOWED));
    }
  }

  @Test
  void anyInsufficientRankIsSeldomCalledSufficient() {
    for (From from : From.values()) {
      settings(500)
          .parallel()
          .forEach(
              setting ->
                  // Ranks 1, 2 and 4; the largest suffices, the others lie at the margin.
                  assertThat(wrong(setting, from, -WITHIN, -WITHIN, 0))
                      .as("any false acceptance from the %s with %s", from, setting)
                      .isLessThanOrEqualTo(ALLOWED));
    }
  }

  @Test
  void aRankWithoutADifferenceIsShownWhereImagesAndSeedsAllowIt() {
    List<Integer> looks = List.of(3, 4, 6, 8);
    assertThat(settings(4000).filter(s -> s.seedDeviation() <= 0.004))
        .allSatisfy(s -> assertThat(shown(s, looks, From.LARGEST, 0)).isGreaterThan(0.93));
    assertThat(settings(4000).filter(s -> s.seedDeviation() == 0.01))
        .allSatisfy(s -> assertThat(shown(s, looks, From.LARGEST, 0)).isBetween(0.78, 1.0));
    assertThat(settings(1000).filter(s -> s.seedDeviation() <= 0.004))
        .allSatisfy(s -> assertThat(shown(s, looks, From.LARGEST, 0)).isBetween(0.38, 1.0));
    assertThat(settings(4000).filter(s -> s.seedDeviation() == 0.03))
        .allSatisfy(s -> assertThat(shown(s, looks, From.LARGEST, 0)).isBetween(0.2, 0.4));
  }

  private static double shown(Setting setting, List<Integer> looks, From from, double difference) {
    return share(
        difference < 0 ? REPETITIONS : FEW_REPETITIONS,
        setting,
        looks,
        from,
        answer -> answer.decision() == Decision.SHOWN,
        difference);
  }

  private static double wrong(Setting setting, From from, double... differences) {
    return share(
        REPETITIONS,
        setting,
        List.of(3, 4, 6, 8),
        from,
        answer -> answer.rank().filter(rank -> differences[index(rank)] <= -WITHIN).isPresent(),
        differences);
  }

  private static int index(int rank) {
    return Integer.numberOfTrailingZeros(rank);
  }

  private static double share(
      int repetitions,
      Setting setting,
      List<Integer> looks,
      From from,
      Predicate<Answer> counts,
      double... differences) {
    List<Integer> ranks = IntStream.range(0, differences.length).mapToObj(i -> 1 << i).toList();
    Experiment experiment = Samples.experiment(List.of(1L), ranks, List.of());
    Question question =
        Samples.question(3)
            .with(q -> q.seeds(looks).within(WITHIN).from(from).undecided(Undecided.WARN));
    SplittableRandom random =
        new RandomStreams(0).stream("test.question-simulation." + setting + looks + from);
    int count = 0;
    for (int i = 0; i < repetitions; i++) {
      Evidence evidence = new Drawn(setting, differences, random.split());
      Answer answer = QuestionPlan.of(experiment, question, evidence, List.of()).answer();
      count += counts.test(answer) ? 1 : 0;
    }
    return (double) count / repetitions;
  }

  /** What is counted of the drawn rows is what the table of them gives. */
  @Test
  void whatIsCountedOfRowsIsWhatTheirTableGives() {
    for (Setting setting : settings(500).toList()) {
      SplittableRandom random = new RandomStreams(0).stream("test.question-counts." + setting);
      Rows rows = new Rows(setting, -WITHIN, random);
      for (int seeds : List.of(1, 2, 3, 8)) {
        double[][] table = new double[seeds][setting.images()];
        rows.drawTo(seeds);
        for (int s = 0; s < seeds; s++) {
          for (int i = 0; i < table[s].length; i++) {
            table[s][i] = rows.drawn.get(s)[i];
          }
        }
        assertThat(rows.components())
            .usingRecursiveComparison()
            .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-15, Double.class)
            .isEqualTo(VarianceComponents.of(table, Optional.of(setting.discordance())));
      }
    }
  }

  /** Tables drawn as they are asked for; every trial is there. */
  private static final class Drawn extends Evidence {
    private final Rows[] rows;

    Drawn(Setting setting, double[] differences, SplittableRandom random) {
      super(List.of(), Map.of());
      rows =
          DoubleStream.of(differences)
              .mapToObj(difference -> new Rows(setting, difference, random))
              .toArray(Rows[]::new);
    }

    @Override
    Optional<TrialResult> trial(Regime regime, long seed) {
      return Optional.of(COMPLETED);
    }

    @Override
    VarianceComponents of(
        Regime regime, Optional<Against> against, Metric metric, List<Long> seeds) {
      Rows ofRank = rows[index(regime.rankIfAny().orElseThrow())];
      ofRank.drawTo(seeds.size());
      return ofRank.components();
    }
  }

  /** The rows of one table, and their sums, which are whole numbers. */
  private static final class Rows {
    /** Draws are multiples of 1 over this. */
    private static final double ONE = 0x1p53;

    private final Setting setting;
    private final double difference;
    private final SplittableRandom random;
    private final List<byte[]> drawn = new ArrayList<>();
    private final int[] ofImages;
    private long[] shared;
    private long total;
    private long squaresOfSeeds;
    private long nonZero;

    Rows(Setting setting, double difference, SplittableRandom random) {
      this.setting = setting;
      this.difference = difference;
      this.random = random;
      ofImages = new int[setting.images()];
    }

    /** Draws the rows of the seeds that are yet to come. */
    void drawTo(int seeds) {
      assertThat(seeds).isGreaterThanOrEqualTo(drawn.size());
      while (drawn.size() < seeds) {
        byte[] row = draw();
        int sum = 0;
        int count = 0;
        for (int i = 0; i < row.length; i++) {
          sum += row[i];
          count += row[i] * row[i];
          ofImages[i] += row[i];
        }
        total += sum;
        squaresOfSeeds += (long) sum * sum;
        nonZero += count;
        drawn.add(row);
      }
    }

    /** All numerators are whole numbers, so that nothing is lost where they are subtracted. */
    VarianceComponents components() {
      long s = drawn.size();
      long n = ofImages.length;
      long squaresOfImages = 0;
      for (int sum : ofImages) {
        squaresOfImages += (long) sum * sum;
      }
      long all = total * total;
      double images = (double) (n * squaresOfImages - all) / (n * s * s * (n - 1)) / n;
      double seeds = s == 1 ? 0 : (double) (s * squaresOfSeeds - all) / (s * n * n * (s - 1)) / s;
      long rest = s * n * nonZero - s * squaresOfSeeds - n * squaresOfImages + all;
      double residual = s == 1 ? 0 : (double) rest / (s * n) / ((s - 1) * (n - 1)) / (s * n);
      return new VarianceComponents(
          (double) total / (s * n),
          images,
          seeds,
          residual,
          (int) s,
          (int) n,
          Optional.of(setting.discordance()));
    }

    private byte[] draw() {
      if (shared == null) {
        shared = new long[setting.images()];
        for (int i = 0; i < shared.length; i++) {
          shared[i] = (long) (random.nextDouble() * ONE);
        }
      }
      double own = difference + setting.seedDeviation() * random.nextGaussian();
      double discordance = Math.max(setting.discordance(), Math.abs(own));
      double below = (discordance - own) / 2;
      double above = 1 - (discordance + own) / 2;
      double share = Math.sqrt(setting.shared());
      // What is not shared is spread over the rest of the unit, without a branch for each image.
      long sharedUpTo = (long) Math.ceil(share * ONE);
      long belowShared = (long) Math.ceil(below * ONE);
      long aboveShared = (long) Math.floor(above * ONE);
      long belowOwn = (long) Math.ceil((share + below * (1 - share)) * ONE);
      long aboveOwn = (long) Math.floor((share + above * (1 - share)) * ONE);
      byte[] row = new byte[setting.images()];
      long bits = 0;
      for (int i = 0; i < row.length; i++) {
        // A long is two draws of 32 bits.
        bits = i % 2 == 0 ? random.nextLong() : bits << Integer.SIZE;
        long draw = bits >>> Integer.SIZE << 21;
        long isShared = (draw - sharedUpTo) >> 63;
        long u = draw ^ ((draw ^ shared[i]) & isShared);
        long low = belowOwn ^ ((belowOwn ^ belowShared) & isShared);
        long high = aboveOwn ^ ((aboveOwn ^ aboveShared) & isShared);
        row[i] = (byte) (((u - low) >> 63) - ((high - u) >> 63));
      }
      return row;
    }
  }
}
