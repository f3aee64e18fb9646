package io.github.vitlora.run;

import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.io.FileLock;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.job.TrialHistory;
import io.github.vitlora.judge.Baseline;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.judge.FlakyTrials;
import io.github.vitlora.judge.UnevenClasses;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.report.AllureReport;
import io.github.vitlora.report.ReportMaterial;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.PredictionFiles;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.ReportRun.ResultFile;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the trials of an experiment one after another, those of its questions as long as they are
 * needed, and reports on them.
 */
public final class ExperimentRun {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentRun.class);

  private final Workers workers;
  private final Sources sources;
  private final Path work;
  private final RunListener listener;
  private final Optional<Baseline> baseline;

  /**
   * Prepares to run experiments.
   *
   * @param workers run the trials, and make attention maps where the experiment asks for them
   * @param sources fetches weights and data before the first trial starts
   * @param work trials keep their files in {@code <work>/<experiment>/<trial>/}
   * @param listener told of what happens
   */
  public ExperimentRun(Workers workers, Sources sources, Path work, RunListener listener) {
    this(workers, sources, work, listener, Optional.empty());
  }

  private ExperimentRun(
      Workers workers,
      Sources sources,
      Path work,
      RunListener listener,
      Optional<Baseline> baseline) {
    this.baseline = baseline;
    this.workers = workers;
    this.sources = sources;
    this.work = work;
    this.listener = listener;
  }

  /**
   * Returns the same that compares its results with those of an earlier run.
   *
   * @throws ResultException if the earlier results cannot be read
   */
  public ExperimentRun comparedWith(ResultFile earlier) {
    return new ExperimentRun(workers, sources, work, listener, Optional.of(earlier.asBaseline()));
  }

  /**
   * Runs the chosen trials and writes the report. A trial that fails does not keep the others from
   * running.
   *
   * @param selection which trials to run
   * @param reportFolder where the report goes
   * @throws IOException when a source cannot be had or a file not be written
   * @throws InterruptedException when the calling thread is interrupted; the running trial is ended
   * @throws IllegalArgumentException when the selection names a trial that does not exist, leaves
   *     out the one that finds the learning rate of others, or is a shard of an experiment that
   *     asks a question
   */
  public ExperimentResults run(Experiment experiment, TrialSelection selection, Path reportFolder)
      throws IOException, InterruptedException {
    check(experiment, selection);
    // Whatever is in the way there is known before hours of training.
    AllureReport.prepare(reportFolder);
    Optional<ExperimentResults> before = ReportRun.earlier(reportFolder);
    ExperimentResults fresh = train(experiment, selection);
    ExperimentResults trained = before.map(b -> FlakyTrials.mark(b, fresh)).orElse(fresh);
    ReportMaterial material =
        material(experiment)
            .with(new TestPictures(experiment.dataset(), sources)::jpeg)
            .withData(DataAtAGlance.of(experiment, trained.inspection(), sources));
    if (experiment.attention().isEmpty()) {
      new AllureReport().write(experiment, trained, material, reportFolder);
      return trained;
    }
    ExperimentResults results;
    try {
      results =
          new AttentionRun(workers, work, listener).look(trained, experiment.attention().get());
    } catch (IOException | ResultException e) {
      // What hours of training gave is reported all the same.
      new AllureReport().write(experiment, trained, material, reportFolder);
      throw new IOException(
          "The report is in "
              + reportFolder
              + ", but without attention maps, which could not be made: "
              + e.getMessage()
              + "\nvitlora:attention makes them without training again",
          e);
    }
    Path pictures = Job.Attend.pictures(Job.Attend.folder(work.resolve(experiment.name())));
    new AllureReport().write(experiment, results, material.withAttention(pictures), reportFolder);
    return results;
  }

  /**
   * Runs the chosen trials, with no report. A trial that fails does not keep the others from
   * running.
   *
   * @param selection which trials to run
   * @throws IOException when a source cannot be had or a file not be written
   * @throws InterruptedException when the calling thread is interrupted; the running trial is ended
   * @throws IllegalArgumentException when the selection names a trial that does not exist
   */
  public ExperimentResults train(Experiment experiment, TrialSelection selection)
      throws IOException, InterruptedException {
    check(experiment, selection);
    FileLock lock =
        FileLock.ofFolder(work.resolve(experiment.name()), PropertyNames.WORK, listener::preparing);
    try {
      prepare(experiment);
      Optional<Inspection> inspection =
          new InspectionRun(workers, sources, work, listener).beforeTraining(experiment);
      Experiment resolved = new SourceSupply(sources).withoutArtifacts(experiment);
      return train(
          experiment,
          inspection.map(found -> found.readable(resolved)).orElse(resolved),
          selection,
          inspection);
    } finally {
      lock.close();
    }
  }

  private ExperimentResults train(
      Experiment experiment,
      Experiment resolved,
      TrialSelection selection,
      Optional<Inspection> inspection)
      throws InterruptedException {
    Optional<Shard> shard = selection.shard();
    List<String> elsewhere = selection.elsewhere(experiment.trials());
    PredictionFiles predictions = material(experiment).predictions();
    TrialQueue queue = new TrialQueue(resolved, selection, predictions, listener);
    Estimating follower = new Estimating();
    List<TrialResult> results = new ArrayList<>();
    ExperimentResults measured =
        Comparison.results(experiment, follower.environment(), results, shard, elsewhere);
    for (Optional<Trial> next = queue.next(results); next.isPresent(); next = queue.next(results)) {
      FoundRate found = FoundRate.of(resolved, next.get(), results);
      Trial trial = found.trial();
      follower.begin(trial, results.size() + 1 + queue.waiting());
      TrialResult result =
          found.hindrance().isPresent()
              ? hindered(trial, found.hindrance().get())
              : workers.train(trial, folder(experiment, trial.id()), follower::happened);
      follower.end(trial, result);
      results.add(result);
      measured = Comparison.results(experiment, follower.environment(), results, shard, elsewhere);
      keep(
          Comparison.withVerdicts(experiment, measured, predictions.read(results), baseline)
              .withInspection(inspection));
    }
    ExperimentResults all =
        Comparison.withPredictions(experiment, measured, predictions.read(results), baseline)
            .withPredicted(PlanRun.costs(experiment, work.resolve(experiment.name())))
            .withInspection(inspection);
    keep(all);
    return all;
  }

  private static TrialResult hindered(Trial trial, String why) {
    return new TrialHistory(trial).failed(new TrialEvent.Failed(FailureKind.LEARNING_RATE, why));
  }

  private static void check(Experiment experiment, TrialSelection selection) {
    FoundRate.require(experiment, selection.choose(experiment.trials()));
    if (selection.shard().isPresent() && !experiment.questions().isEmpty()) {
      throw new IllegalArgumentException(
          "the question %s cannot be shared by shards, since each result decides which trial is the next: run without -D%s, or compare fixed ranks and seeds by <expect> with confidence"
              .formatted(experiment.questions().get(0).name(), PropertyNames.SHARD));
    }
  }

  private TrialMaterial material(Experiment experiment) {
    return new TrialMaterial(work.resolve(experiment.name()));
  }

  /** Keeps what was computed, whatever happens to the report, unless the disk is full. */
  private void keep(ExperimentResults results) {
    try {
      ResultStore.writeExperiment(
          work.resolve(results.experiment()).resolve(ResultStore.FILE), results);
    } catch (ResultException e) {
      LOG.warn("{}; the other trials run, and the report will have them all", e.getMessage());
    }
  }

  private TrialFolder folder(Experiment experiment, String trial) {
    return new TrialFolder(work.resolve(experiment.name()).resolve(trial));
  }

  /** Fetches what the trials need, so that a missing file is known before any of them trains. */
  private void prepare(Experiment experiment) throws IOException {
    ModelSpec model = experiment.model();
    listener.preparing("Weights: " + model.describeWeights());
    if (sources.offline()) {
      // Nothing is waited for, so that all that is missing can be told at once.
      new SourceSupply(sources).require(experiment);
    }
    new SourceSupply(sources).checkWeights(model).forEach(listener::warning);
    listener.preparing("Data set: " + experiment.dataset().origin().describe());
    Dataset dataset = Dataset.open(experiment.dataset(), sources);
    AttentionRun.check(experiment, dataset);
    UnevenClasses.of(experiment, dataset.testPerClass(experiment.seeds().get(0)))
        .ifPresent(warning -> LOG.warn(warning));
  }

  /** Adds an estimate of the time left to what a trial tells. */
  private final class Estimating {
    private final ProgressEstimate estimate;
    private Trial running;
    private Optional<Environment> environment = Optional.empty();

    Estimating() {
      estimate = new ProgressEstimate(System::nanoTime);
    }

    void begin(Trial trial, int trials) {
      running = trial;
      estimate.trialStarted(trials);
      listener.trialStarted(trial);
    }

    void happened(TrialEvent event) {
      if (event instanceof TrialEvent.Started started) {
        environment = Optional.of(started.environment());
      } else if (event instanceof TrialEvent.TakenOver takenOver) {
        environment = Optional.of(takenOver.environment());
      }
      listener.trialHappened(running, event, estimate.after(event));
    }

    void end(Trial trial, TrialResult result) {
      estimate.trialEnded();
      listener.trialEnded(trial, result);
    }

    Optional<Environment> environment() {
      return environment;
    }
  }
}
