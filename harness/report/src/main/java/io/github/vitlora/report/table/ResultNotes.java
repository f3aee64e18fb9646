package io.github.vitlora.report.table;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.RateClause;
import io.github.vitlora.judge.UnevenClasses;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.verdict.FlakyTrial;
import java.util.ArrayList;
import java.util.List;

/** Says what readers have to know of results before they trust their figures. */
public final class ResultNotes {

  private ResultNotes() {}

  /**
   * Returns the notes, a sentence or more each; none for the results of one run on one machine
   * whose classes and learning rates give no reason for one.
   */
  public static List<String> of(Experiment experiment, ExperimentResults results) {
    List<String> notes = new ArrayList<>();
    int here = results.trials().size();
    int all = here + results.missing().size();
    if (results.shard().isPresent()) {
      notes.add(
          "Shard %s: %d of %d trials. The others are in other shards; vitlora:report merges them."
              .formatted(results.shard().get(), here, all));
    } else if (!results.missing().isEmpty()) {
      notes.add(missing(results));
    }
    if (!results.otherEnvironments().isEmpty()) {
      notes.add(
          "The trials ran on several machines or versions: times and memory of trials that did not"
              + " share theirs are not comparable. Besides the one above:"
              + String.join(
                  "",
                  results.otherEnvironments().stream().map(ExperimentInWords::machine).toList()));
    }
    results
        .inspection()
        .ifPresent(found -> found.warnings(true).forEach(text -> notes.add(text + ".")));
    RateClause.of(results.trials())
        .map(clause -> "Regimes are compared " + clause + ". One beyond may be better.")
        .ifPresent(notes::add);
    UnevenClasses.of(experiment, results).map(said -> said + ".").ifPresent(notes::add);
    results.flaky().stream()
        .map(FlakyTrial::message)
        .map(m -> "Flaky: " + m + ".")
        .forEach(notes::add);
    return List.copyOf(notes);
  }

  private static String missing(ExperimentResults results) {
    return "Missing: %s. The results of the shards that have them were not given."
        .formatted(String.join(", ", results.missing()));
  }
}
