package io.github.vitlora.run;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.judge.Baseline;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.judge.ResultMerge;
import io.github.vitlora.judge.ResultMerge.Part;
import io.github.vitlora.report.AllureReport;
import io.github.vitlora.report.ReportMaterial;
import io.github.vitlora.report.allure.AllureCases;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.TestImages;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.PredictionFiles;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds a report from results that are on disk, of one run or of several that shared the work. */
public final class ReportRun {

  private final Path work;

  /**
   * Prepares to report.
   *
   * @param work where trials have their logs, {@code <work>/<experiment>/<trial>/}, which are in
   *     the report where the reports beside the results hold none
   */
  public ReportRun(Path work) {
    this.work = work;
  }

  /**
   * Builds the report. One of the same trials that is there already is replaced by it, its place in
   * the trends as well.
   *
   * @param experiment that the results are of
   * @param files the {@code results.json} of each run, and what people know it by
   * @param folder of the report
   * @param baseline results of an earlier run to compare with, if any
   * @return what the report shows: the results as merged, with the verdicts on the whole
   * @throws IllegalArgumentException if the results do not belong together
   * @throws ResultException if one of them cannot be read
   */
  public ExperimentResults run(
      Experiment experiment, List<ResultFile> files, Path folder, Optional<ResultFile> baseline)
      throws IOException {
    AllureReport.prepare(folder);
    ExperimentResults results =
        ResultMerge.of(
            experiment,
            files.stream()
                .map(file -> new Part(file.name(), ResultStore.readExperiment(file.path())))
                .toList());
    PredictionFiles predictions = predictions(files);
    ExperimentResults compared =
        Comparison.withPredictions(
            experiment,
            results,
            predictions.read(results.trials()),
            baseline.map(ResultFile::asBaseline));
    ReportMaterial logs =
        ReportMaterial.of(trial -> log(experiment, trial, files))
            .with(new TestImages(predictions, image -> picture(image, files)))
            .withData(data(files));
    ReportMaterial material = maps(files).map(logs::withAttention).orElse(logs);
    boolean again =
        earlier(folder)
            .map(ExperimentResults::trials)
            // The report of an earlier version lacks figures that this one adds.
            .filter(shown -> shown.equals(compared.trials()) || shown.equals(results.trials()))
            .isPresent();
    if (again) {
      new AllureReport().writeAgain(experiment, compared, material, folder);
    } else {
      new AllureReport().write(experiment, compared, material, folder);
    }
    return compared;
  }

  private static PredictionFiles predictions(List<ResultFile> files) {
    return new PredictionFiles(
        trial -> files.stream().map(f -> TestImages.predictions(f.folder(), trial)).toList());
  }

  private static Optional<byte[]> picture(String image, List<ResultFile> files) {
    return files.stream()
        .map(file -> TestImages.picture(file.folder(), image))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(ReportRun::read);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Names results on disk.
   *
   * @param name what people know them by
   * @param path of the file
   */
  public record ResultFile(String name, Path path) {

    /**
     * Reads the results, and the predictions that lie beside them, to compare a run with.
     *
     * @throws ResultException if one of them cannot be read
     */
    Baseline asBaseline() {
      ExperimentResults results = ResultStore.readExperiment(path);
      return new Baseline(name, results, predictions(List.of(this)).read(results.trials()));
    }

    /** Returns where reports keep predictions and pictures beside the file. */
    Path folder() {
      return path.toAbsolutePath().getParent();
    }
  }

  /** Finds the maps of the first report that has any: all are of the same photographs. */
  private static Optional<Path> maps(List<ResultFile> files) {
    return files.stream()
        .map(file -> file.folder().resolve("attention"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /** Finds the data of the first report that has it: all reports have the same. */
  private static Optional<DataPanel> data(List<ResultFile> files) {
    return files.stream()
        .map(file -> DataAtAGlance.keptIn(file.folder()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Path> log(Experiment experiment, String trial, List<ResultFile> files) {
    Path ofTheRun = new TrialFolder(work.resolve(experiment.name()).resolve(trial)).log();
    Stream<Path> attached =
        files.stream().map(file -> AllureCases.log(file.folder(), experiment.name(), trial));
    return Stream.concat(attached, Stream.of(ofTheRun)).filter(Files::isRegularFile).findFirst();
  }

  /** Reads what the report in a folder shows; empty where no report can be read. */
  static Optional<ExperimentResults> earlier(Path folder) {
    try {
      return Optional.of(ResultStore.readExperiment(folder.resolve(ResultStore.FILE)));
    } catch (ResultException e) {
      return Optional.empty();
    }
  }
}
