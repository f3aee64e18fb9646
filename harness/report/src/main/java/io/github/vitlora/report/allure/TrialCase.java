package io.github.vitlora.report.allure;

import io.github.vitlora.choice.PenaltyChoice;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.chart.LearningCurves;
import io.github.vitlora.report.page.AttentionGallery;
import io.github.vitlora.report.table.ExperimentInWords;
import io.github.vitlora.report.table.RateTable;
import io.github.vitlora.report.table.TrialTimes;
import io.github.vitlora.report.text.ComparisonHtml;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.verdict.FlakyTrial;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.util.ResultsUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows one trial as a case: its epochs are the steps. */
public record TrialCase(
    AllureCases cases,
    Experiment experiment,
    TrialTimes times,
    LearningCurves curves,
    AttentionGallery attention,
    Function<String, Optional<FlakyTrial>> flaky) {

  public void write(TrialResult trial, Optional<Path> log) throws IOException {
    TrialTimes.Span span = times.of(trial);
    TestResult result =
        cases.start(
            trial.id(),
            trial.label() + ", seed " + trial.seed(),
            suite(trial),
            trial.label(),
            span);
    trial
        .rank()
        .ifPresent(
            rank -> result.getLabels().add(ResultsUtils.createSubSuiteLabel(rankName(rank))));
    result.getLabels().add(ResultsUtils.createSeverityLabel("critical"));
    result.setStatus(
        switch (trial.status()) {
          case COMPLETED -> Status.PASSED;
          case FAILED -> Status.BROKEN;
          case DIVERGED -> Status.FAILED;
        });
    String why = trial.message().filter(m -> !m.isBlank()).orElse(outcome(trial)).strip();
    trial.failure().ifPresent(kind -> result.setStatusDetails(AllureSideFiles.details(kind, why)));
    flaky.apply(trial.id()).ifPresent(mark -> markFlaky(result, mark));
    result.setParameters(AllureCases.parameters(parameters(trial)));
    addSteps(result, trial, span);
    List<ChartImage> charts = curves.of(trial);
    result.setDescriptionHtml(
        ComparisonHtml.styled(
            ComparisonHtml.paragraph(outcome(trial))
                + stopping(trial).map(ComparisonHtml::paragraph).orElse("")
                + trial
                    .rateChoice()
                    .filter(choice -> !choice.tried().isEmpty())
                    .map(choice -> ComparisonHtml.table(RateTable.of(choice), RateTable.LEGEND))
                    .orElse("")
                + ComparisonHtml.charts(charts)
                + curves.absence().map(ComparisonHtml::paragraph).orElse("")
                + identity(trial)));
    cases.attachCharts(result, charts);
    Optional<byte[]> maps = attention.sheet(trial.id());
    if (maps.isPresent()) {
      cases.attach(result, "Attention maps", "image/jpeg", ".jpg", maps.get());
    }
    if (log.isPresent() && Files.isRegularFile(log.get())) {
      cases.attachLog(result, log.get());
    }
    cases.write(result);
  }

  /** Allure tells flaky cases apart whatever their status. */
  private static void markFlaky(TestResult result, FlakyTrial mark) {
    StatusDetails details =
        Optional.ofNullable(result.getStatusDetails()).orElseGet(StatusDetails::new);
    if (details.getMessage() == null) {
      details.setMessage(mark.message());
    }
    result.setStatusDetails(details.setFlaky(true));
  }

  static String suite(TrialResult trial) {
    if (trial.rank().isEmpty()) {
      return trial.label();
    }
    return trial.regime().equals("lora") ? "LoRA" : trial.regime();
  }

  /** Names a rank with leading zeros, since Allure sorts names as text. */
  private String rankName(int rank) {
    int largest =
        experiment.regimes().stream().mapToInt(r -> r.rankIfAny().orElse(0)).max().orElse(0);
    int digits = Integer.toString(Math.max(rank, largest)).length();
    return "rank " + "0".repeat(digits - Integer.toString(rank).length()) + rank;
  }

  private Map<String, String> parameters(TrialResult trial) {
    Map<String, String> parameters = new LinkedHashMap<>();
    trial.rank().ifPresent(rank -> parameters.put("rank", rank.toString()));
    experiment.regimes().stream()
        .filter(r -> r.key().equals(trial.regime()))
        .filter(r -> r.rankIfAny().orElse(0) == trial.rank().orElse(0))
        .findFirst()
        .ifPresent(regime -> addRecipe(parameters, regime));
    trial.rateChoice().ifPresent(choice -> parameters.put("learning rate", rate(choice)));
    trial.penaltyChoice().ifPresent(choice -> parameters.put("L2 penalty", penalty(choice)));
    parameters.put("seed", Long.toString(trial.seed()));
    parameters.put(
        Metric.TRAINABLE_PARAMETERS.phrase(), NumberText.count(trial.trainableParameters()));
    parameters.put(Metric.TOTAL_PARAMETERS.phrase(), NumberText.count(trial.totalParameters()));
    return parameters;
  }

  private void addRecipe(Map<String, String> parameters, Regime regime) {
    regime
        .parameters()
        .forEach(
            (name, value) ->
                parameters.put(
                    name,
                    value instanceof Double number ? NumberText.plain(number) : value.toString()));
    TrainingSpec recipe = experiment.training(regime);
    String precision = recipe.precision().name().toLowerCase(Locale.ROOT);
    if (regime.featureFit().isPresent()) {
      // The rest of a recipe is about optimizer steps.
      parameters.put("precision", precision);
      if (regime instanceof Regime.OptimalProbe
          && recipe.options().classWeights() == ClassWeights.BALANCED) {
        parameters.put("class weights", "balanced");
      }
      return;
    }
    parameters.put("epochs", Integer.toString(recipe.epochs()));
    parameters.put("batch size", Integer.toString(recipe.batchSize()));
    parameters.put("precision", precision);
    parameters.put(
        "learning rate",
        recipe.options().autoLearningRate() ? "searched" : NumberText.plain(recipe.learningRate()));
    parameters.putAll(ExperimentInWords.parameters(recipe));
  }

  private static String rate(RateChoice choice) {
    if (choice.fromSeed().isPresent() && choice.chosen().isPresent()) {
      return "%s, found under seed %d"
          .formatted(NumberText.plain(choice.chosen().get()), choice.fromSeed().get());
    }
    String tried =
        choice.tried().stream()
            .map(t -> NumberText.plain(t.learningRate()))
            .collect(Collectors.joining(", "));
    return choice.chosen().map(rate -> NumberText.plain(rate) + ", of ").orElse("none of ") + tried;
  }

  private static String penalty(PenaltyChoice choice) {
    return NumberText.plain(choice.chosen())
        + choice.tried().stream()
            .map(tried -> NumberText.plain(tried.penalty()))
            .collect(Collectors.joining(", ", ", of ", ""))
        + (choice.liesAtTheEnd() ? "; others beyond it may be better" : "");
  }

  private static String outcome(TrialResult trial) {
    return switch (trial.status()) {
      case COMPLETED ->
          trial
              .test()
              .map(
                  test ->
                      "Test accuracy %s and loss %s on %d images, after %s of training."
                          .formatted(
                              NumberText.percent(test.accuracy(), 2),
                              NumberText.number(test.loss(), 4),
                              test.images(),
                              NumberText.seconds(trial.trainingSeconds())))
              .map(figures -> figures + sizes(trial))
              .orElse("Completed without test figures.");
      case FAILED -> "Could not run to its end. " + finishedEpochs(trial);
      case DIVERGED -> "Its loss stopped being a finite number. " + finishedEpochs(trial);
    };
  }

  private static String sizes(TrialResult trial) {
    return trial.savedBytes().map(n -> " To be stored: " + NumberText.bytes(n) + ".").orElse("")
        + trial
            .peakMemoryBytes()
            .map(n -> " Peak memory: " + NumberText.bytes(n) + phases(trial) + ".")
            .orElse("");
  }

  private static Optional<String> stopping(TrialResult trial) {
    return trial
        .testedEpoch()
        .map(
            epoch ->
                "Trained for %s, as early stopping had it; the weights after epoch %d, the best on"
                        .formatted(finished(trial), epoch)
                    + " the validation images, were tested.");
  }

  private static String finished(TrialResult trial) {
    int epochs = trial.epochs().size();
    return epochs + (epochs == 1 ? " epoch" : " epochs");
  }

  /**
   * Writes what tells whether another run of this trial had the same input and the same outcome.
   */
  private static String identity(TrialResult trial) {
    return Stream.of(
            trial.fingerprint().map(f -> "Fingerprint: " + f),
            trial
                .provenance()
                .flatMap(Provenance::weightsCommit)
                .map(c -> "Pretrained weights: commit " + c),
            trial.savedSha256().map(s -> "Trained weights: sha256:" + s))
        .flatMap(Optional::stream)
        .map(ComparisonHtml::paragraph)
        .collect(Collectors.joining());
  }

  private static String phases(TrialResult trial) {
    return trial
        .memoryByPhase()
        .map(
            memory ->
                Stream.of(
                        memory.load().map(n -> "loading " + NumberText.bytes(n)),
                        memory.train().map(n -> "training " + NumberText.bytes(n)),
                        memory.evaluate().map(n -> "evaluating " + NumberText.bytes(n)))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(", ", " (", ")")))
        .orElse("");
  }

  private static String finishedEpochs(TrialResult trial) {
    int epochs = trial.epochs().size();
    return epochs == 0 ? "No epoch finished." : finished(trial) + " finished.";
  }

  private static void addSteps(TestResult result, TrialResult trial, TrialTimes.Span span) {
    // What a trial spends before its first epoch is not told; its epochs are laid at its start.
    double offset = 0;
    for (EpochResult epoch : trial.epochs()) {
      double seconds = epoch.trainSeconds() + epoch.validationSeconds();
      result
          .getSteps()
          .add(
              new StepResult()
                  .setName(
                      trial.tookSteps() ? title(epoch) : "made of features: " + figuresOf(epoch))
                  .setStatus(Double.isFinite(epoch.trainLoss()) ? Status.PASSED : Status.FAILED)
                  .setStage(Stage.FINISHED)
                  .setStart(span.start() + Math.round(1000 * offset))
                  .setStop(span.start() + Math.round(1000 * (offset + seconds)))
                  .setParameters(AllureCases.parameters(figures(epoch))));
      offset += seconds;
    }
  }

  private static String title(EpochResult epoch) {
    return "epoch %d: %s".formatted(epoch.epoch(), figuresOf(epoch));
  }

  private static String figuresOf(EpochResult epoch) {
    return "loss %s%s"
        .formatted(
            NumberText.number(epoch.trainLoss(), 4),
            epoch
                .validationAccuracy()
                .map(a -> ", validation accuracy " + NumberText.percent(a, 2))
                .orElse(""));
  }

  private static Map<String, String> figures(EpochResult epoch) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("training loss", NumberText.number(epoch.trainLoss(), 4));
    figures.put("training accuracy", NumberText.percent(epoch.trainAccuracy(), 2));
    epoch.validationLoss().ifPresent(v -> figures.put("validation loss", NumberText.number(v, 4)));
    epoch
        .validationAccuracy()
        .ifPresent(v -> figures.put("validation accuracy", NumberText.percent(v, 2)));
    if (epoch.learningRate() > 0) {
      figures.put("learning rate", NumberText.plain(epoch.learningRate()));
    }
    epoch
        .gradientNorms()
        .ifPresent(
            norms ->
                figures.put(
                    "gradient norm",
                    "%s, at most %s, clipped in %d steps"
                        .formatted(
                            NumberText.number(norms.mean(), 3),
                            NumberText.number(norms.largest(), 3),
                            norms.clippedSteps())));
    figures.put("training time", NumberText.seconds(epoch.trainSeconds()));
    figures.put("validation time", NumberText.seconds(epoch.validationSeconds()));
    figures.put("images per second", NumberText.number(epoch.imagesPerSecond(), 1));
    return figures;
  }
}
