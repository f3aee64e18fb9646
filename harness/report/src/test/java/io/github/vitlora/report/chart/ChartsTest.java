package io.github.vitlora.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.report.text.ComparisonHtml;
import io.github.vitlora.result.EpochResultBuilder;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;

@Tag("slow")
class ChartsTest {

  private final Experiment experiment =
      Samples.experiment(List.of(1L, 2L), List.of(1, 2, 4), List.of());

  @Test
  void theComparisonIsDrawnAtTwiceItsSizeWithAColourForEachRegime() throws IOException {
    List<ChartImage> charts =
        ComparisonCharts.of(Comparison.summarize(experiment, Samples.allCompleted(experiment)));

    assertThat(charts)
        .extracting(ChartImage::title)
        .containsExactly(
            "Accuracy against rank",
            "Accuracy against trained parameters",
            "Accuracy against training time",
            "Accuracy against peak memory",
            "Wall time of a trial");
    for (ChartImage chart : charts.subList(0, 2)) {
      BufferedImage image = image(chart);
      assertThat(image.getWidth()).isEqualTo(1440);
      for (int color = 0; color < 3; color++) {
        int rgb = ChartStyle.COLORS.get(color).getRGB() & 0xFFFFFF;
        // The legend is at the bottom: what counts is the data above it.
        assertThat(colors(image, 0, 740)).as(chart.title()).anyMatch(c -> close(c, rgb));
      }
    }
  }

  @Test
  void learningRatesThatWereTriedAreDrawnWhereTheirLossIsFinite() {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(experiment));
    trials.set(
        0,
        trials
            .get(0)
            .withRateChoice(
                Optional.of(
                    RateChoice.of(
                        List.of(tried(1e-4, 0.6), tried(3.16e-4, 0.5), tried(1e-3, Double.NaN)),
                        Optional.of(3.16e-4),
                        Optional.empty()))));

    assertThat(RateCurves.of(trials))
        .extracting(ChartImage::title)
        .containsExactly(
            "Validation loss against learning rate", "Validation accuracy against learning rate");
    assertThat(RateCurves.of(trials)).allSatisfy(chart -> assertThat(chart.png()).isPresent());
    assertThat(RateCurves.of(trials.subList(1, 4))).isEmpty();
  }

  private static TriedRate tried(double rate, double loss) {
    return new TriedRate(rate, Optional.of(0.8), Optional.of(loss), 5, 9, Optional.empty());
  }

  @Test
  void aSingleRankAndASingleEpochAreDrawnToo() {
    Experiment small = Samples.experiment(List.of(1L), List.of(8), List.of());
    assertThat(ComparisonCharts.of(Comparison.summarize(small, Samples.allCompleted(small))))
        .hasSize(5)
        .allMatch(chart -> chart.png().isPresent());
    assertThat(
            new LearningCurves(1)
                .of(Samples.stopped(small.trials().get(0), TrialStatus.FAILED, "stopped", 1)))
        .hasSize(2)
        .allMatch(chart -> chart.png().isPresent());
  }

  @Test
  void regimesThatTrainNothingAreDrawnWhereTheyHaveAPlace() {
    Experiment none =
        experiment.with(
            e -> e.regimes(List.of(new Regime.NearestMean(), new Regime.LinearProbe())));
    List<TrialResult> trials = Samples.allCompleted(none);
    TrialResult atOnce =
        trials
            .get(0)
            .withEpochs(
                List.of(
                    EpochResultBuilder.builder()
                        .epoch(1)
                        .trainLoss(0.5)
                        .trainSeconds(2)
                        .imagesPerSecond(9)
                        .build()));

    assertThat(ComparisonCharts.of(Comparison.summarize(none, trials)))
        .hasSize(4)
        .allMatch(chart -> chart.png().isPresent());
    assertThat(new LearningCurves(1).of(atOnce)).isEmpty();
  }

  @Test
  void withoutFiguresThereAreNoCharts() {
    TrialResult failed =
        Samples.stopped(experiment.trials().get(0), TrialStatus.FAILED, "no memory", 0);

    assertThat(new LearningCurves(1).of(failed)).isEmpty();
    assertThat(ComparisonCharts.of(Comparison.summarize(experiment, List.of(failed)))).isEmpty();
  }

  @Test
  void aMachineWithoutFontsGetsASentence() {
    ChartImage chart =
        ChartImage.paint(
            "Accuracy",
            () -> {
              throw new InternalError("Fontconfig head is null, check your fonts");
            });

    assertThat(chart.png()).isEmpty();
    assertThat(chart.absence()).contains("Accuracy").contains("Fontconfig head is null");
    assertThat(ComparisonHtml.charts(List.of(chart))).contains("could not be drawn");
  }

  @Test
  void tickLabelsSayPercentPowersAndMillions() {
    assertThat(ChartStyle.percent(0.925)).isEqualTo("92.5 %");
    assertThat(ChartStyle.percent(0.92)).isEqualTo("92 %");
    assertThat(ChartStyle.powerOfTwo(5)).isEqualTo("32");
    assertThat(ChartStyle.powerOfTen(6)).isEqualTo("1M");
    assertThat(ChartStyle.powerOfTen(4)).isEqualTo("10k");
    assertThat(ChartStyle.powerOfTen(Math.log10(5_526_346))).isEqualTo("5.5M");
    assertThat(ChartStyle.powerOfTwo(Math.log(12) / Math.log(2))).isEqualTo("12");
    assertThat(ChartStyle.powerOfTwo(0.5)).isBlank();
  }

  @Test
  void fewColoursAreKeptExactlyAndManyAreMerged() {
    BufferedImage many = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      many.setRGB(i % 64, i / 64, i * 4051);
    }
    assertThat(colors(ChartImage.reduced(many), 0, 64)).hasSizeBetween(2, 256);

    BufferedImage few = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    few.setRGB(0, 0, 0x0072B2);
    assertThat(ChartImage.reduced(few).getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x0072B2);
    assertThat(ChartImage.reduced(few).getRGB(1, 0) & 0xFFFFFF).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 10, 14})
  void ticksComeAtTheStepAskedFor(int range) {
    XYChart chart = ChartStyle.lines("t", "x", "y");
    chart.addSeries("s", new double[] {0, 0.7, range}, new double[] {1, 2, 3});
    List<Double> asked = new ArrayList<>();
    ChartStyle.ticks(
        chart,
        0,
        range,
        1,
        tick -> {
          asked.add(tick);
          return NumberText.number(tick, 3);
        });

    assertThat(ChartImage.paint("t", () -> chart).png()).isPresent();
    // XChart tries several steps; the labels of the one that it draws are asked for last.
    assertThat(asked.get(asked.size() - 1) - asked.get(asked.size() - 2)).isEqualTo(1);
  }

  private static BufferedImage image(ChartImage chart) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(chart.png().orElseThrow()));
  }

  private static Set<Integer> colors(BufferedImage image, int top, int bottom) {
    Set<Integer> colors = new TreeSet<>();
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
    return colors;
  }

  private static boolean close(int a, int b) {
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs((a >> shift & 0xFF) - (b >> shift & 0xFF)) > 16) {
        return false;
      }
    }
    return true;
  }
}
