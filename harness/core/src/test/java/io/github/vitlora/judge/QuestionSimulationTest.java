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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
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

  private static final int MOST_SEEDS = 8;
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

  /** Tables drawn as they are asked for; every trial is there. */
  private static final class Drawn extends Evidence {
    private final Setting setting;
    private final double[] differences;
    private final double[][] ofImages;
    private final double[][][] tables;
    private final SplittableRandom random;

    Drawn(Setting setting, double[] differences, SplittableRandom random) {
      super(List.of(), Map.of());
      this.setting = setting;
      this.differences = differences;
      this.random = random;
      this.ofImages = new double[differences.length][];
      this.tables = new double[differences.length][MOST_SEEDS][];
    }

    @Override
    Optional<TrialResult> trial(Regime regime, long seed) {
      return Optional.of(COMPLETED);
    }

    @Override
    VarianceComponents of(
        Regime regime, Optional<Against> against, Metric metric, List<Long> seeds) {
      int rank = index(regime.rankIfAny().orElseThrow());
      double[][] table = new double[seeds.size()][];
      for (int s = 0; s < table.length; s++) {
        if (tables[rank][s] == null) {
          tables[rank][s] = draw(rank);
        }
        table[s] = tables[rank][s];
      }
      return VarianceComponents.of(table, Optional.of(setting.discordance()));
    }

    private double[] draw(int rank) {
      if (ofImages[rank] == null) {
        ofImages[rank] = new double[setting.images()];
        for (int i = 0; i < setting.images(); i++) {
          ofImages[rank][i] = random.nextDouble();
        }
      }
      double difference = differences[rank] + setting.seedDeviation() * random.nextGaussian();
      double discordance = Math.max(setting.discordance(), Math.abs(difference));
      double below = (discordance - difference) / 2;
      double above = 1 - (discordance + difference) / 2;
      double shared = Math.sqrt(setting.shared());
      double[] row = new double[setting.images()];
      long bits = 0;
      for (int i = 0; i < row.length; i++) {
        // A long is two draws of 32 bits.
        bits = i % 2 == 0 ? random.nextLong() : bits << Integer.SIZE;
        double draw = (bits >>> Integer.SIZE) * 0x1p-32;
        double u = draw < shared ? ofImages[rank][i] : (draw - shared) / (1 - shared);
        row[i] = u < below ? -1 : u > above ? 1 : 0;
      }
      return row;
    }
  }
}
