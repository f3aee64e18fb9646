package io.github.vitlora.report.table;

import io.github.vitlora.result.RateChoice;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TriedRate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The learning rates that trials tried, a row a rate.
 *
 * @param headings one a column
 * @param rows as many cells each; none where every trial had one rate
 */
public record RateTable(List<String> headings, List<List<String>> rows) {

  /** What the headings leave unsaid. */
  public static final String LEGEND =
      "Each trial trained by every one of its learning rates, and went on with the best on the"
          + " validation images: by accuracy, then loss, then the smaller rate. The test images"
          + " were shown to that one alone. Time is that of training and validation; the times of"
          + " the comparison are the chosen rate's.";

  /** Of all trials. */
  public static RateTable of(List<TrialResult> trials) {
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult trial : trials) {
      trial
          .rateChoice()
          .ifPresent(
              choice ->
                  choice
                      .tried()
                      .forEach(
                          tried ->
                              rows.add(
                                  Stream.concat(
                                          Stream.of(trial.id()), cells(choice, tried).stream())
                                      .toList())));
    }
    return new RateTable(
        Stream.concat(Stream.of("Trial"), figures().stream()).toList(), List.copyOf(rows));
  }

  /** Of one trial, without a column for it. */
  public static RateTable of(RateChoice choice) {
    return new RateTable(
        figures(), choice.tried().stream().map(tried -> cells(choice, tried)).toList());
  }

  private static List<String> figures() {
    return List.of(
        "Learning rate", "Validation accuracy", "Validation loss", "Epochs", "Time", "Outcome");
  }

  private static List<String> cells(RateChoice choice, TriedRate tried) {
    return List.of(
        Units.plain(tried.learningRate()),
        tried.validationAccuracy().map(a -> Units.percent(a, 2)).orElse(RegimeTable.NONE),
        tried.validationLoss().map(v -> Units.number(v, 4)).orElse(RegimeTable.NONE),
        Integer.toString(tried.epochs()),
        Units.seconds(tried.seconds()),
        choice.chosen().filter(rate -> rate == tried.learningRate()).isPresent()
            ? "chosen"
            : tried.message().isPresent() ? "diverged" : "");
  }
}
