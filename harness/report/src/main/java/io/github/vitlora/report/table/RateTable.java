package io.github.vitlora.report.table;

import io.github.vitlora.choice.RateCertificate;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.RateBracket.Side;
import io.github.vitlora.report.table.Table.Row;
import io.github.vitlora.result.TrialResult;
import java.util.List;
import java.util.stream.Stream;

/** Lists the learning rates that trials tried, a row for each. */
public final class RateTable {

  /** Explains the headings. */
  public static final String LEGEND =
      "Each trial trained by every one of its learning rates, and went on with the best on the"
          + " validation images: of a list by accuracy, then loss, then the smaller rate; where the"
          + " rate was searched by loss, and other seeds took the one that was found. The test"
          + " images were shown to that one alone. How far it is ahead is told in standard errors"
          + " of the difference in loss to the next best, over the validation images. Time is that"
          + " of training and validation; the times of the comparison are the chosen rate's.";

  private static final String RATE = "Learning rate";
  private static final List<String> FIGURES =
      List.of("Validation accuracy", "Validation loss", "Epochs", "Time", "Outcome");

  private RateTable() {}

  /** Lists the rates of all trials; there is no row where every trial had one rate. */
  public static Table of(List<TrialResult> trials) {
    return Table.of(
        "Trial",
        Stream.concat(Stream.of(RATE), FIGURES.stream()).toList(),
        trials.stream()
            .flatMap(
                trial ->
                    rows(trial).map(row -> Row.of(trial.id(), row.texts().toArray(String[]::new))))
            .toList());
  }

  /** Lists the rates of one trial, without a column for it. */
  public static Table of(RateChoice choice) {
    return Table.of(
        RATE, FIGURES, choice.tried().stream().map(tried -> row(choice, tried)).toList());
  }

  private static Stream<Row> rows(TrialResult trial) {
    return trial.rateChoice().stream()
        .flatMap(choice -> choice.tried().stream().map(tried -> row(choice, tried)));
  }

  private static String certificate(RateChoice choice) {
    String open =
        choice
            .open()
            .map(side -> side == Side.BELOW ? ", the lowest of all" : ", the highest of all")
            .orElse("");
    String lead =
        choice
            .certificate()
            .flatMap(RateCertificate::standardErrors)
            .map(errors -> ", ahead by " + NumberText.number(errors, 1) + " standard errors")
            .orElse("");
    return open + lead;
  }

  private static Row row(RateChoice choice, TriedRate tried) {
    return Row.of(
        NumberText.plain(tried.learningRate()),
        tried.validationAccuracy().map(a -> NumberText.percent(a, 2)).orElse(Table.NONE),
        tried.validationLoss().map(v -> NumberText.number(v, 4)).orElse(Table.NONE),
        Integer.toString(tried.epochs()),
        NumberText.seconds(tried.seconds()),
        choice.chosen().filter(rate -> rate == tried.learningRate()).isPresent()
            ? "chosen" + certificate(choice)
            : tried.message().isPresent() ? "diverged" : "");
  }
}
