package io.github.vitlora.report.table;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.Agreement;
import io.github.vitlora.judge.EnvironmentDiff;
import io.github.vitlora.judge.FigureDiff;
import io.github.vitlora.judge.Reproduction;
import io.github.vitlora.judge.TrialDiff;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Describes a reproduction for a terminal. */
public final class ReproductionText {

  private ReproductionText() {}

  /** Returns a line for each trial and each figure that differs, and what could explain it. */
  public static List<String> lines(Reproduction reproduction) {
    List<Table.Row> rows =
        reproduction.trials().stream()
            .map(trial -> Table.Row.of(trial.id(), verdict(trial, reproduction.tolerance())))
            .toList();
    List<String> trials =
        TextTable.lines(new Table("Trial", List.of(Table.Column.words("Verdict")), rows));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      lines.add(trials.get(i));
      for (FigureDiff figure : reproduction.trials().get(i).differences()) {
        lines.add(
            "    %s: %s -> %s (%s)"
                .formatted(
                    figure.figure(),
                    figure.reference(),
                    figure.repeated(),
                    name(figure.agreement(), reproduction.tolerance())));
      }
    }
    explain(lines, reproduction);
    return List.copyOf(lines);
  }

  /** Describes the reproduction as a whole, in a few words. */
  public static String summary(Reproduction reproduction) {
    int trials = reproduction.trials().size();
    return "%d %s of '%s': %s"
        .formatted(
            trials,
            trials == 1 ? "trial" : "trials",
            reproduction.experiment(),
            name(reproduction.agreement(), reproduction.tolerance()));
  }

  private static String verdict(TrialDiff trial, double tolerance) {
    String figures =
        trial.differences().isEmpty()
            ? "all %d figures".formatted(trial.figures())
            : "%d of %d figures differ".formatted(trial.differences().size(), trial.figures());
    return "%s (%s%s%s)"
        .formatted(
            name(trial.agreement(), tolerance),
            figures,
            files("weights", trial.weights()),
            files("predictions", trial.predictions()));
  }

  private static String files(String what, Optional<Agreement> agreement) {
    return agreement
        .map(a -> ", " + what + (a == Agreement.BIT_EQUAL ? " equal" : " differ"))
        .orElse("");
  }

  private static String name(Agreement agreement, double tolerance) {
    return switch (agreement) {
      case BIT_EQUAL -> "bit-equal";
      case WITHIN_TOLERANCE -> "equal within " + NumberText.plain(tolerance);
      case DIFFERENT -> "different";
    };
  }

  private static void explain(List<String> lines, Reproduction reproduction) {
    Set<String> inputs = new LinkedHashSet<>();
    for (TrialDiff trial : reproduction.trials()) {
      // The environment says more of the platform than its hash does.
      trial.inputs().stream().filter(i -> !i.equals("platform")).forEach(inputs::add);
    }
    boolean equal = reproduction.agreement() == Agreement.BIT_EQUAL;
    if (inputs.isEmpty() && reproduction.environment().isEmpty()) {
      if (!equal) {
        lines.add(
            "Recipe, weights, images and environment are recorded as the same: nothing known"
                + " explains the difference.");
      }
      return;
    }
    lines.add(
        equal
            ? "Not the same as when the results were made, and of no consequence:"
            : "Not the same as when the results were made, which may explain it:");
    inputs.forEach(input -> lines.add("    " + input + ": not the same bytes"));
    for (EnvironmentDiff diff : reproduction.environment()) {
      lines.add("    %s: %s -> %s".formatted(diff.what(), diff.reference(), diff.repeated()));
    }
  }
}
