package io.github.vitlora.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.experiment.DatasetSpec.Limit;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.FileLock;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.judge.QuestionPlan;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.RateBracket;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.report.table.TextTable;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.PredictedCost;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predicts what an experiment will cost, and says what it can decide. Each regime is trained for
 * two epochs of a few batches, as a trial of its own; what it takes is carried over to the epochs
 * and images of the experiment. A trial that was measured before, by the same code on the same
 * machine, is not trained again.
 */
public final class PlanRun {
  private static final Logger LOG = LoggerFactory.getLogger(PlanRun.class);

  /** Enough that the second epoch is free of what only the first steps take. */
  private static final int BATCHES = 4;

  private static final int TEST_IMAGES = 64;

  /** Share of the test images that one of two regimes alone classifies correctly, if unknown. */
  private static final double DISCORDANCE = 0.1;

  private static final double POWER = 0.8;
  private static final double CONFIDENCE = 0.95;
  private static final String FILE = "plan.json";

  private final Workers workers;
  private final Sources sources;
  private final Path work;
  private final RunListener listener;

  /**
   * Prepares to plan.
   *
   * @param workers run the short trials
   * @param sources where weights and data come from
   * @param work the plan is kept in {@code <work>/<experiment>/plan.json}
   * @param listener is told of each regime that is measured
   */
  public PlanRun(Workers workers, Sources sources, Path work, RunListener listener) {
    this.workers = workers;
    this.sources = sources;
    this.work = work;
    this.listener = listener;
  }

  /**
   * Measures each regime and returns the plan as text.
   *
   * @throws IOException if a source cannot be had, a short trial does not complete, or the plan
   *     cannot be written
   * @throws InterruptedException when the calling thread is interrupted
   */
  public String plan(Experiment experiment) throws IOException, InterruptedException {
    Path folder = work.resolve(experiment.name());
    FileLock lock = FileLock.ofFolder(folder, PropertyNames.WORK, listener::preparing);
    try {
      SourceSupply supply = new SourceSupply(sources);
      supply.checkWeights(experiment.model()).forEach(listener::warning);
      Experiment supplied = supply.withoutArtifacts(experiment);
      Experiment resolved =
          new InspectionRun(workers, sources, work, listener)
              .beforeTraining(experiment)
              .map(found -> found.readable(supplied))
              .orElse(supplied);
      DatasetSplits splits =
          Dataset.open(experiment.dataset(), sources).splits(experiment.seeds().get(0));
      int classes = Dataset.countClasses(experiment.dataset(), sources);
      List<PredictedCost> costs = new ArrayList<>();
      for (Regime regime : resolved.regimes()) {
        costs.add(measure(resolved, regime, splits, classes, folder));
      }
      AtomicFile.write(
          folder.resolve(FILE), Json.bytes(new Plan(ExperimentJson.write(experiment), costs)));
      return text(experiment, costs, splits.test().size());
    } finally {
      lock.close();
    }
  }

  /**
   * Holds a plan as it is kept.
   *
   * @param descriptor of the experiment that was planned
   */
  private record Plan(JsonNode descriptor, List<PredictedCost> costs) {}

  /** Reads what was predicted of an experiment; nothing where none, or another, was planned. */
  static List<PredictedCost> costs(Experiment experiment, Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      Plan plan = Json.strict().readValue(Files.readAllBytes(file), Plan.class);
      if (plan.descriptor().equals(ExperimentJson.write(experiment))) {
        return plan.costs();
      }
      LOG.warn("{} is of another state of the descriptor: vitlora:plan makes it anew", file);
    } catch (IOException e) {
      LOG.warn("The report compares nothing with the plan {}: {}", file, e.getMessage());
    }
    return List.of();
  }

  private PredictedCost measure(
      Experiment experiment, Regime regime, DatasetSplits splits, int classes, Path folder)
      throws IOException, InterruptedException {
    Trial whole = experiment.trial(regime, experiment.seeds().get(0));
    Trial part = part(whole, classes);
    listener.preparing("Measuring " + regime.label() + " on a few batches");
    TrialResult result =
        workers.train(
            part, new TrialFolder(folder.resolve("plan").resolve(regime.slug())), event -> {});
    if (result.status() != TrialStatus.COMPLETED) {
      throw new IOException(
          "%s cannot be planned: %s"
              .formatted(regime.slug(), result.message().orElse("its trial did not complete")));
    }
    return new PredictedCost(
        regime.slug(),
        seconds(whole, result, splits),
        result.peakMemoryBytes(),
        result.savedBytes());
  }

  private static Trial part(Trial whole, int classes) {
    Limit limit = whole.dataset().limit();
    double images = (double) BATCHES * whole.training().batchSize();
    int train = (int) Math.ceil(images / classes / (1 - whole.dataset().validationFraction()));
    int test = Math.max(1, TEST_IMAGES / classes);
    TrainingSpec recipe = whole.training();
    TrainingSpec once =
        recipe.options().learningRates().isEmpty()
            ? recipe
            : recipe.withLearningRate(recipe.options().learningRates().get(0));
    return whole
        .withDataset(
            whole
                .dataset()
                .withLimit(
                    new Limit(
                        Optional.of(
                            limit.trainPerClass().map(n -> Math.min(n, train)).orElse(train)),
                        Optional.of(
                            limit.testPerClass().map(n -> Math.min(n, test)).orElse(test)))))
        .withTraining(once.with(r -> r.epochs(2)));
  }

  /** Carries the time of a short trial over to the whole one, learning rate by learning rate. */
  private static double seconds(Trial whole, TrialResult part, DatasetSplits splits) {
    EpochResult first = part.epochs().get(0);
    EpochResult last = part.epochs().get(part.epochs().size() - 1);
    double images = last.imagesPerSecond() * last.trainSeconds();
    int train = splits.train().size();
    int validation = splits.validation().size();
    int epochs = whole.regime().featureFit().isPresent() ? 1 : whole.training().epochs();
    double perImage = last.trainSeconds() / images;
    double early = first.trainSeconds() - last.trainSeconds();
    // A linear probe computes the features in its first epoch; others only warm up in it.
    double once =
        whole
                .regime()
                .trainsHeadAlone(Architecture.named(whole.model().architecture()).orElseThrow())
            ? early / images * train
            : early;
    double perValidationImage =
        last.validationSeconds() > 0 && validation > 0
            ? last.validationSeconds() / Math.max(1, images * validation / train)
            : perImage / 3;
    double training = epochs * perImage * train + Math.max(0, once);
    double validating = epochs * perValidationImage * validation;
    double testing =
        perValidationImage * Math.max(0, splits.test().size() - part.test().orElseThrow().images());
    double started =
        part.wallSeconds()
            - part.epochs().stream()
                .mapToDouble(e -> e.trainSeconds() + e.validationSeconds())
                .sum();
    int rates = Trainings.of(whole.training(), whole.regime(), 1, 1).ofTrial();
    return started + testing + rates * (training + validating);
  }

  private static String text(Experiment experiment, List<PredictedCost> costs, int testImages) {
    List<Table.Row> rows = new ArrayList<>();
    double least = 0;
    double most = 0;
    boolean anySearch = false;
    for (PredictedCost cost : costs) {
      Regime regime =
          experiment.regimes().stream()
              .filter(r -> r.slug().equals(cost.slug()))
              .findFirst()
              .orElseThrow();
      int trials =
          (int) experiment.trials().stream().filter(t -> t.regime().equals(regime)).count();
      Optional<Question> question =
          experiment.questions().stream().filter(q -> Experiment.asksAbout(q, regime)).findFirst();
      int fewest = question.map(q -> fewest(experiment, q, regime)).orElse(trials);
      Trainings trainings = Trainings.of(experiment.training(regime), regime, fewest, trials);
      anySearch |= trainings.searches();
      double each = cost.wallSeconds() / trainings.ofTrial();
      least += trainings.fewest() * each;
      most += trainings.most() * each;
      rows.add(
          Table.Row.of(
              regime.label(),
              range(String.valueOf(fewest), String.valueOf(trials)),
              range(String.valueOf(trainings.fewest()), String.valueOf(trainings.most())),
              NumberText.seconds(each),
              range(
                  NumberText.seconds(trainings.fewest() * each),
                  NumberText.seconds(trainings.most() * each)),
              cost.peakMemoryBytes().map(NumberText::bytes).orElse(Table.NONE),
              cost.savedBytes().map(bytes -> NumberText.bytes(bytes * trials)).orElse(Table.NONE)));
    }
    StringBuilder text =
        new StringBuilder(
            TextTable.render(
                Table.of(
                    "Regime",
                    List.of("Trials", "Trainings", "Each", "Together", "Peak memory", "Saved"),
                    rows)));
    text.append(
        least == most
            ? "All trials: about %s, one after another%n".formatted(NumberText.seconds(most))
            : "All trials: between %s and %s, one after another%n"
                .formatted(NumberText.seconds(least), NumberText.seconds(most)));
    if (anySearch) {
      text.append(
          "Where a rate is searched, the first seed of each regime trains %d to %d times%n"
              .formatted(RateBracket.FIRST, RateBracket.MOST));
    }
    if (!experiment.questions().isEmpty()) {
      text.append("A question trains what its answer takes%n".formatted());
    }
    double z = quantile(CONFIDENCE) + quantile(POWER);
    text.append(
        "With %s test images, of which one in ten is classified correctly by one of two regimes alone, a difference of %s points can be told from a margin (95 %%, four times in five)%n"
            .formatted(
                NumberText.count(testImages),
                NumberText.number(100 * z * Math.sqrt(DISCORDANCE / testImages), 1)));
    for (Question question : experiment.questions()) {
      double level = 1 - (1 - question.confidence()) / question.seeds().size();
      double each = quantile(level) + quantile(POWER);
      text.append(
          "%s: a margin of %s takes about %s test images if there is no difference%n"
              .formatted(
                  question.name(),
                  NumberText.plain(question.within()),
                  NumberText.count(
                      Math.ceil(
                          each * each * DISCORDANCE / question.within() / question.within()))));
    }
    return text.toString();
  }

  /**
   * How often a regime is trained: a trial once at each rate of its list, and where a rate is
   * searched the first of the trials as often as the search takes.
   *
   * @param ofTrial of a trial that does not search
   */
  private record Trainings(int ofTrial, int fewest, int most, boolean searches) {

    static Trainings of(TrainingSpec recipe, Regime regime, int fewestTrials, int mostTrials) {
      TrainingOptions options = recipe.options();
      boolean searches = options.autoLearningRate() && regime.featureFit().isEmpty();
      int ofTrial =
          options.autoLearningRate() || regime.featureFit().isPresent()
              ? 1
              : Math.max(1, options.learningRates().size());
      return new Trainings(
          ofTrial,
          fewestTrials * ofTrial + (searches && fewestTrials > 0 ? RateBracket.FIRST - 1 : 0),
          mostTrials * ofTrial + (searches ? RateBracket.MOST - 1 : 0),
          searches);
    }
  }

  private static String range(String least, String most) {
    return least.equals(most) ? most : least + " to " + most;
  }

  /** The reference and the rank that is looked at first are trained at least up to a look. */
  private static int fewest(Experiment experiment, Question question, Regime regime) {
    Regime first = QuestionPlan.ranks(experiment, question).get(0);
    return question.of().selects(regime) || regime.equals(first) ? question.seeds().get(0) : 0;
  }

  private static double quantile(double confidence) {
    return NormalDistribution.of(0, 1).inverseCumulativeProbability(confidence);
  }
}
