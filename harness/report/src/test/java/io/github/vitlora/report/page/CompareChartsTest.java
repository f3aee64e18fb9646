package io.github.vitlora.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.report.References;
import io.github.vitlora.report.page.CompareCharts.CostPoint;
import io.github.vitlora.report.page.CompareCharts.Curve;
import io.github.vitlora.report.page.CompareCharts.TradeOff;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompareChartsTest {

  @Test
  void aCurveIsTheMeanOverTheSeedsThatFinishedTheEpoch() {
    Experiment twoSeeds = Samples.experiment(List.of(1L, 2L), List.of(), List.of());
    List<TrialResult> seeds = Samples.allCompleted(twoSeeds).subList(0, 2);
    TrialResult whole = seeds.get(0).withEpochs(List.of(epoch(1, 2), epoch(2, 1)));
    TrialResult stopped = seeds.get(1).withEpochs(List.of(epoch(1, 4)));
    TrialResult diverged = seeds.get(1).withEpochs(List.of(epoch(1, Double.NaN)));

    assertThat(Curve.over(List.of(whole, stopped)))
        .extracting(Curve.Point::epoch, Curve.Point::seeds, Curve.Point::trainLoss)
        .containsExactly(tuple(1, 2, Optional.of(3.0)), tuple(2, 1, Optional.of(1.0)));
    assertThat(Curve.over(List.of(diverged)).get(0).trainLoss()).isEmpty();
    assertThat(Curve.over(List.of())).isEmpty();
  }

  @Test
  void theReferenceRunsFrontsAreWhatItsFiguresSay() {
    CompareCharts charts = CompareCharts.of(References.results("imagewoof-mini"));

    assertThat(charts.tradeOffs())
        .extracting(TradeOff::axis)
        .containsExactly("trained parameters", "training time (min)", "peak memory (GiB)");
    assertThat(charts.tradeOffs().get(0).points())
        .filteredOn(CostPoint::onFront)
        .extracting(CostPoint::slug)
        .containsExactly("linear-probe", "layer-norm", "last-blocks-2");
  }

  /** It is the cheapest, and has no place on the axis. */
  @Test
  void aRegimeThatTrainsNothingIsNotOnTheAxisOfParameters() {
    Experiment experiment =
        Samples.experiment(List.of(1L), List.of(4), List.of())
            .with(e -> e.regimes(List.of(new Regime.NearestMean(), new Regime.LinearProbe())));
    CompareCharts charts =
        CompareCharts.of(
            Comparison.results(experiment, Optional.empty(), Samples.allCompleted(experiment)));

    TradeOff parameters = charts.tradeOffs().get(0);
    assertThat(parameters.axis()).isEqualTo("trained parameters (without regimes of none)");
    assertThat(parameters.points())
        .extracting(CostPoint::slug, CostPoint::onFront)
        .containsExactly(tuple("linear-probe", false));
    assertThat(charts.tradeOffs().get(1).points()).hasSize(2);
  }

  private record Choice(double cost, double gain) {}

  @Test
  void onTheFrontWhatCostsMoreGainsMore() {
    Choice cheap = new Choice(1, 0.7);
    Choice middling = new Choice(2, 0.8);
    Choice wasteful = new Choice(3, 0.75);
    Choice best = new Choice(4, 0.9);

    assertThat(front(best, wasteful, cheap, middling)).containsExactly(cheap, middling, best);
  }

  @Test
  void ofTheSameCostOnlyTheBestIsOnTheFront() {
    assertThat(front(new Choice(1, 0.7), new Choice(1, 0.8))).containsExactly(new Choice(1, 0.8));
  }

  @Test
  void ofTheSameGainOnlyTheCheapestIsOnTheFront() {
    assertThat(front(new Choice(2, 0.8), new Choice(1, 0.8))).containsExactly(new Choice(1, 0.8));
  }

  @Test
  void equalsDoNotBeatEachOther() {
    assertThat(front(new Choice(1, 0.8), new Choice(1, 0.8))).hasSize(2);
  }

  private static List<Choice> front(Choice... choices) {
    return CompareCharts.front(List.of(choices), Choice::cost, Choice::gain);
  }

  @Test
  void ranksAreThoseOfTheRegimesThatHaveThem() {
    CompareCharts charts = CompareCharts.of(References.results("quickstart-ranks"));

    assertThat(charts.byRank().get("lora"))
        .extracting(CompareCharts.RankPoint::rank)
        .containsExactly(1, 2, 4, 8, 16);
  }

  @Test
  void withoutTrialsThereIsNothingToDraw() {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(4), List.of());
    CompareCharts charts =
        CompareCharts.of(Comparison.results(experiment, Optional.empty(), List.of()));

    assertThat(charts.curves()).isEmpty();
    assertThat(charts.byRank()).isEmpty();
    assertThat(charts.tradeOffs()).isEmpty();
  }

  private static EpochResult epoch(int number, double loss) {
    return new EpochResult(
        number,
        4e-4,
        loss,
        0.5,
        Optional.empty(),
        Optional.empty(),
        10,
        1,
        90,
        Optional.empty(),
        Optional.empty());
  }
}
