package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.report.history.CiBuild;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.report.table.TextTable;
import io.github.vitlora.report.text.SummaryMarkdown;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private final Experiment experiment =
      Samples.experiment(
          List.of(1L, 2L, 3L),
          List.of(8),
          List.of(
              Expectation.of(
                  "lora", Optional.empty(), Metric.TEST_ACCURACY, new Expectation.AtLeast(0.5)),
              Expectation.of(
                  "lora", Optional.empty(), Metric.TEST_ACCURACY, new Expectation.AtLeast(0.99))));

  private ExperimentResults results() {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(experiment));
    trials.set(
        4,
        Samples.stopped(experiment.trials().get(4), TrialStatus.DIVERGED, "loss | is\nNaN <b>", 2));
    return Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials);
  }

  @Test
  void theSummaryHasSettingTableVerdictsAndTroubles() {
    String text = SummaryMarkdown.render(experiment, results());

    assertThat(text)
        .startsWith("# imagewoof\n\nFull fine-tuning against LoRA on ten dog breeds.\n")
        .contains("5 epochs, batches of 128, Adam at learning rate 4e-4, seeds 1, 2, 3.")
        .contains("Machine: Example CPU, 2 cores")
        .contains("| full fine-tuning | 3/3 | 89.13 ± 1.52 % | – | 0.1630 | 5,526,346 | 100 % |")
        .contains("| linear probe | 2/3 |")
        .contains("| LoRA r=8 | 3/3 | 86.73 ± 1.52 % | −2.41 |")
        .contains("- ✔ testAccuracy of LoRA r=8 is 0.8673 (mean of 3 seeds)")
        .contains("- ✘ testAccuracy of LoRA r=8 is 0.8673 (mean of 3 seeds)")
        .contains("- `linear-probe-seed2` diverged after 2 epochs: loss \\| is NaN \\<b\\>");
  }

  @Test
  void aSingleSeedHasNoIntervalAndARegimeThatWasNotRunNoRow() {
    Experiment single = Samples.experiment(List.of(1L), List.of(8), List.of());
    List<TrialResult> one = List.of(Samples.completed(single.trials().get(2), 0.875));
    String text = SummaryMarkdown.render(single, Comparison.results(single, Optional.empty(), one));

    assertThat(text)
        .contains("| LoRA r=8 | 1/1 | 87.50 % | – |")
        .doesNotContain("| full fine-tuning |")
        .doesNotContain("Machine:")
        .doesNotContain("## Expectations")
        .doesNotContain("did not complete");
  }

  @Test
  void aShardSaysWhatIsNotInIt() {
    List<TrialResult> some = Samples.allCompleted(experiment).subList(0, 7);
    String text =
        SummaryMarkdown.render(
            experiment,
            Comparison.results(
                experiment,
                Optional.empty(),
                some,
                Optional.of(new Shard(1, 2)),
                List.of("lora-r8-seed2", "lora-r8-seed3")));

    assertThat(text)
        .contains("Shard 1/2: 7 of 9 trials. The others are in other shards")
        .contains("- – testAccuracy of LoRA r=8 is not judged: other shards have lora-r8-seed2,");
  }

  @Test
  void theTerminalTableIsAlignedAsciiOfAtMost120Columns() {
    List<Regime> regimes = new ArrayList<>(experiment.regimes());
    regimes.add(new Regime.Lora("x".repeat(64), 64, 16, List.of("mlp.fc1"), 0));
    Experiment wide =
        new Experiment(
            experiment.name(),
            "",
            experiment.model(),
            experiment.dataset(),
            experiment.training(),
            experiment.seeds(),
            regimes,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    String table =
        TextTable.render(
            RegimeTable.of(Comparison.results(wide, Optional.empty(), Samples.allCompleted(wide))),
            TextTable.TERMINAL);

    List<String> lines = table.lines().toList();
    assertThat(table).matches("[\\x20-\\x7e\\n]+").endsWith("\n");
    assertThat(lines).hasSize(7);
    assertThat(lines.stream().map(String::length).distinct()).hasSize(1);
    assertThat(lines.get(0)).hasSizeLessThanOrEqualTo(120).contains("Trained", "Training", "Peak");
    assertThat(lines.get(1)).startsWith("Regime").contains("parameters", "time", "memory");
    assertThat(lines.get(3)).startsWith("full fine-tuning").contains("89.13 +- 1.52 %");
    assertThat(lines.get(6)).startsWith("xxx");
  }

  /** Columns come closer before a name is cut. */
  @Test
  void theTerminalTableHasNamesInFullWhereColumnsCanComeCloser() {
    Experiment wide =
        experiment.with(
            e -> e.regimes(List.of(new Regime.FullFineTuning(), new Regime.OptimalProbe())));
    Table regimes =
        RegimeTable.of(Comparison.results(wide, Optional.empty(), Samples.allCompleted(wide)));
    String whole = TextTable.render(regimes, TextTable.TERMINAL);
    int width = whole.lines().findFirst().orElseThrow().length();

    assertThat(TextTable.render(regimes, width - 1).lines())
        .allMatch(line -> line.length() < width)
        .anyMatch(line -> line.startsWith("linear probe, optimal "));
    assertThat(TextTable.render(regimes, width).lines())
        .anyMatch(line -> line.startsWith("linear probe, optimal  "));
  }

  @Test
  void wideIntervalsHaveOneDecimal() {
    Experiment two = Samples.experiment(List.of(1L, 2L), List.of(8), List.of());
    List<TrialResult> trials =
        List.of(
            Samples.completed(two.trials().get(0), 0.70),
            Samples.completed(two.trials().get(1), 0.90),
            Samples.completed(two.trials().get(2), 0.80),
            Samples.completed(two.trials().get(3), 0.8157));
    ExperimentResults results = Comparison.results(two, Optional.empty(), trials);

    // 12.7062 times half the difference of the two.
    assertThat(SummaryMarkdown.render(two, results))
        .contains("| 80.00 ± 127.1 % |")
        .contains("| 80.79 ± 9.97 % |");
    assertThat(TextTable.render(RegimeTable.of(results))).contains("80.00 +- 127.1 %");
  }

  @Test
  void figuresHaveUnits() {
    assertThat(NumberText.bytes(1023)).isEqualTo("1023 B");
    assertThat(NumberText.bytes(1187368)).isEqualTo("1.1 MiB");
    assertThat(NumberText.seconds(59.94)).isEqualTo("59.9 s");
    assertThat(NumberText.seconds(310.4)).isEqualTo("5 min 10 s");
    assertThat(NumberText.seconds(7265)).isEqualTo("2 h 01 min");
    assertThat(NumberText.signed(-5.8, 2)).isEqualTo("−5.80");
    assertThat(NumberText.signed(-0.001, 2)).isEqualTo("±0.00");
    assertThat(NumberText.plain(4e-4)).isEqualTo("4e-4");
    assertThat(NumberText.plain(0.01)).isEqualTo("0.01");
    assertThat(NumberText.plain(16)).isEqualTo("16");
  }

  @Test
  void buildServersAreKnownByTheirVariablesAlone() {
    CiBuild github =
        CiBuild.from(
            Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_SERVER_URL", "https://example.org",
                "GITHUB_REPOSITORY", "a/b",
                "GITHUB_RUN_ID", "99",
                "GITHUB_RUN_NUMBER", "7",
                "GITHUB_SHA", "0123456789abcdef",
                "GITHUB_WORKFLOW", "nightly"));
    assertThat(github.executor("imagewoof", 3))
        .containsEntry("type", "github")
        .containsEntry("buildOrder", 7L)
        .containsEntry("buildName", "nightly #7 (0123456)")
        .containsEntry("buildUrl", "https://example.org/a/b/actions/runs/99");
    assertThat(github.commitUrl()).contains("https://example.org/a/b/commit/0123456789abcdef");
    CiBuild gitlab =
        CiBuild.from(
            Map.of(
                "GITLAB_CI", "true", "CI_COMMIT_SHA", "c0ffee", "CI_PROJECT_URL", "https://g/a"));
    assertThat(gitlab.commit()).contains("c0ffee");
    assertThat(gitlab.commitUrl()).contains("https://g/a/-/commit/c0ffee");
    assertThat(CiBuild.from(Map.of("JENKINS_URL", "u", "GIT_COMMIT", "c0ffee")).commit())
        .contains("c0ffee");
    assertThat(CiBuild.from(Map.of("GITLAB_CI", "true", "CI_PIPELINE_IID", "x")).executor("i", 3))
        .containsEntry("type", "gitlab")
        .containsEntry("buildOrder", 3L)
        .doesNotContainKey("buildUrl");
    assertThat(CiBuild.from(Map.of("JENKINS_URL", "u", "BUILD_URL", "v")).url()).contains("v");
    assertThat(CiBuild.from(Map.of()).executor("imagewoof", 3))
        .containsEntry("name", "vitlora")
        .containsEntry("buildName", "imagewoof #3");
  }
}
