package io.github.vitlora.report;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.report.allure.AllureCases;
import io.github.vitlora.report.allure.AllureSideFiles;
import io.github.vitlora.report.allure.AllureSite;
import io.github.vitlora.report.allure.TrialCase;
import io.github.vitlora.report.allure.VerdictCases;
import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.chart.ComparisonCharts;
import io.github.vitlora.report.chart.LearningCurves;
import io.github.vitlora.report.chart.RateCurves;
import io.github.vitlora.report.history.CiBuild;
import io.github.vitlora.report.history.PastReports;
import io.github.vitlora.report.history.RegimeTrend;
import io.github.vitlora.report.page.AttentionGallery;
import io.github.vitlora.report.page.ComparePage;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.PredictionGallery;
import io.github.vitlora.report.table.TrialTimes;
import io.github.vitlora.report.text.EpochsCsv;
import io.github.vitlora.report.text.JUnitXml;
import io.github.vitlora.report.text.SummaryMarkdown;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report of an experiment, as a folder: {@code index.html} (one file that opens from
 * disk and asks the network for nothing), {@code compare.html} (its page Compare as a file of its
 * own), {@code results.json}, {@code summary.md} with {@code charts/}, {@code descriptor.json},
 * {@code epochs.csv} for spreadsheets, {@code predictions/} with what each trial predicted on each
 * test image, {@code junit.xml} for build servers, {@code allure-results/} for other Allure tools,
 * {@code attention/} with the attention maps where there are any, {@code data/} with the data at a
 * glance, and {@code history/} from which the next report draws its trends. In GitHub Actions the
 * summary is appended to the job's page too.
 */
public final class AllureReport {
  private static final Logger LOG = LoggerFactory.getLogger(AllureReport.class);
  private static final String JOB_SUMMARY = "GITHUB_STEP_SUMMARY";

  private final Clock clock;
  private final Map<String, String> variables;

  /** Prepares a report of now, in this process's surroundings. */
  public AllureReport() {
    this(Clock.systemUTC(), System.getenv());
  }

  /**
   * Prepares a report in given surroundings.
   *
   * @param clock dates trials that tell no start and have no log
   * @param variables environment variables by which a build server is known
   */
  AllureReport(Clock clock, Map<String, String> variables) {
    this.clock = clock;
    this.variables = Map.copyOf(variables);
  }

  /**
   * Makes sure that a report can be written to a folder, so that one that cannot is known before
   * hours of training and not after them. Creates the folder's parent; the report that is there
   * stays as it is.
   *
   * @throws IOException with the folder's path, if it is a file, or cannot be created or written
   */
  public static void prepare(Path folder) throws IOException {
    ReportFolder.probe(folder);
  }

  /**
   * Writes the report, replacing an earlier one whole and keeping its history.
   *
   * @param material logs, predictions and pictures
   * @param folder of the report; other files in it stay
   * @throws IOException if a log cannot be read or the folder not be written; where only the
   *     replacing failed, the message tells where the finished report is
   * @throws io.github.vitlora.result.ResultException if {@code results.json} cannot be written
   */
  public void write(
      Experiment experiment, ExperimentResults results, ReportMaterial material, Path folder)
      throws IOException {
    write(experiment, results, material, folder, PastReports::copy);
  }

  /**
   * Writes a report of results that the last one in the folder shows already, and takes that one's
   * place in the trends as well.
   *
   * @throws IOException as {@link #write} does
   * @throws io.github.vitlora.result.ResultException if {@code results.json} cannot be written
   */
  public void writeAgain(
      Experiment experiment, ExperimentResults results, ReportMaterial material, Path folder)
      throws IOException {
    write(experiment, results, material, folder, PastReports::copyWithoutNewest);
  }

  /** Hands the history of the report before on to a report's cases. */
  private interface Handover {
    void copy(Path from, Path to) throws IOException;
  }

  private void write(
      Experiment experiment,
      ExperimentResults results,
      ReportMaterial material,
      Path folder,
      Handover history)
      throws IOException {
    ReportFolder.replace(
        folder,
        fresh ->
            build(
                experiment,
                results,
                material,
                cases -> history.copy(folder.resolve("history"), cases.resolve("history")),
                fresh));
    appendToJobSummary(variables, SummaryMarkdown.render(experiment, results));
  }

  private void build(
      Experiment experiment,
      ExperimentResults results,
      ReportMaterial material,
      ReportFolder.Builder history,
      Path fresh)
      throws IOException {
    ResultStore.writeExperiment(fresh.resolve(ResultStore.FILE), results);
    List<ChartImage> charts = new ArrayList<>(ComparisonCharts.of(results.comparisons()));
    charts.addAll(RateCurves.of(results.trials()));
    writeSummary(experiment, results, charts, fresh);
    Files.writeString(
        fresh.resolve(AllureCases.DESCRIPTOR),
        ExperimentJson.write(experiment).toPrettyString() + "\n");
    Files.writeString(fresh.resolve("epochs.csv"), EpochsCsv.render(results.trials()));
    Files.write(fresh.resolve("junit.xml"), JUnitXml.render(results));
    Path cases = Files.createDirectories(fresh.resolve("allure-results"));
    history.build(cases);
    Map<String, String> environment = AllureSideFiles.environment(results.environment());
    CiBuild build = CiBuild.from(variables);
    long order = build.order(AllureSideFiles.nextOrder(cases.resolve("history")));
    AllureSideFiles.write(cases, environment, build.executor(results.experiment(), order));
    RegimeTrend trend = RegimeTrend.read(cases.resolve("history")).and(build, order, results);
    trend.write(fresh.resolve("history"));
    AttentionGallery attention =
        AttentionGallery.of(results, material.attention(), fresh.resolve("attention"));
    writeCases(
        experiment,
        results,
        charts,
        material.logs(),
        attention,
        new AllureCases(experiment, cases));
    AllureSite.generate(
        results.experiment(),
        environment,
        cases,
        ComparePage.of(experiment, results, trend),
        List.of(
            attention,
            PredictionGallery.of(results, material.images(), fresh),
            DataPanel.gallery(material.data(), fresh)),
        fresh);
  }

  /**
   * Appends Markdown to the page that GitHub Actions shows of a job, if there is one. A page that
   * cannot be written is no reason to fail: the report is there already.
   */
  static void appendToJobSummary(Map<String, String> variables, String markdown) {
    String file = variables.getOrDefault(JOB_SUMMARY, "");
    if (file.isBlank()) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file), markdown + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException | InvalidPathException e) {
      LOG.warn(
          "The summary is not in the job's page: {} ({}): {}", file, JOB_SUMMARY, e.toString());
    }
  }

  /** Writes the charts beside the summary, since a page of Markdown cannot hold them. */
  private static void writeSummary(
      Experiment experiment, ExperimentResults results, List<ChartImage> charts, Path fresh)
      throws IOException {
    Files.writeString(
        fresh.resolve("summary.md"), SummaryMarkdown.render(experiment, results, charts));
    Path folder = Files.createDirectories(fresh.resolve(SummaryMarkdown.CHARTS));
    for (ChartImage chart : charts) {
      if (chart.png().isPresent()) {
        Files.write(folder.resolve(chart.file()), chart.png().get());
      }
    }
  }

  private void writeCases(
      Experiment experiment,
      ExperimentResults results,
      List<ChartImage> charts,
      Function<String, Optional<Path>> logs,
      AttentionGallery attention,
      AllureCases cases)
      throws IOException {
    TrialTimes times = new TrialTimes(results.trials(), logs, clock.instant());
    VerdictCases verdicts = new VerdictCases(cases, experiment, results, charts, times.end());
    verdicts.writeComparison();
    verdicts.writeExpectations();
    LearningCurves curves = new LearningCurves(results.trials().size());
    TrialCase trialCase =
        new TrialCase(cases, experiment, times, curves, attention, results::flaky);
    for (TrialResult trial : results.trials()) {
      trialCase.write(trial, logs.apply(trial.id()));
    }
  }
}
