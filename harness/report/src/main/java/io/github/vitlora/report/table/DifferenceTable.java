package io.github.vitlora.report.table;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.verdict.PairedDifference;
import io.github.vitlora.verdict.PairedDifference.Conclusion;
import io.github.vitlora.verdict.PairedDifference.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds the regimes against one of them on the same test images, and says what may be concluded.
 *
 * @param reference label of the regime that the others are held against; empty if none is
 * @param table a row for each regime that could be compared, in descriptor order
 * @param intervals what the page Compare draws of each row
 * @param notes sentences on what the rows say and what they do not
 */
public record DifferenceTable(
    String reference, Table table, List<Interval> intervals, List<String> notes) {

  /**
   * Holds a regime's accuracy less the reference's, in percentage points.
   *
   * @param low lower end of the 95 % interval
   * @param high upper end of it
   */
  record Interval(double points, double low, double high) {}

  /** Fewer seeds than this tell little of the spread between seeds. */
  private static final int ENOUGH_SEEDS = 5;

  private static final double SMALLEST_SHOWN = 1e-4;

  public static DifferenceTable of(ExperimentResults results) {
    List<RegimeSummary> compared =
        results.comparisons().stream().filter(row -> row.difference().isPresent()).toList();
    if (compared.isEmpty()) {
      return new DifferenceTable(
          "", Table.of("Regime", List.of(), List.of()), List.of(), List.of());
    }
    String reference = label(results, compared.get(0).difference().orElseThrow().reference());
    return new DifferenceTable(
        reference,
        Table.of(
            "Regime",
            List.of(
                "Difference, pt",
                "95 % interval",
                "Against " + reference,
                "Right alone",
                "Wrong alone",
                "p",
                "p (Holm)"),
            compared.stream().map(DifferenceTable::row).toList()),
        compared.stream()
            .map(row -> row.difference().orElseThrow())
            .map(d -> new Interval(100 * d.difference(), 100 * d.low(), 100 * d.high()))
            .toList(),
        notes(results, compared, reference));
  }

  private static Table.Row row(RegimeSummary row) {
    PairedDifference d = row.difference().orElseThrow();
    return new Table.Row(
        row.slug(),
        row.label(),
        Stream.of(
                points(d.difference()),
                interval(d, 2),
                conclusion(d.conclusion()),
                NumberText.count(d.onlyHere()),
                NumberText.count(d.onlyReference()),
                probability(d.pValue()),
                probability(d.adjustedPValue()))
            .map(Table.Cell::of)
            .toList());
  }

  static String points(double difference) {
    return NumberText.signed(100 * difference, 2);
  }

  static String interval(PairedDifference d, int decimals) {
    return NumberText.signed(100 * d.low(), decimals)
        + " to "
        + NumberText.signed(100 * d.high(), decimals);
  }

  private static String probability(double p) {
    return p < SMALLEST_SHOWN ? "< 0.0001" : NumberText.number(p, 4);
  }

  private static String conclusion(Conclusion conclusion) {
    return switch (conclusion) {
      case MORE_ACCURATE -> "more accurate";
      case LESS_ACCURATE -> "less accurate";
      case UNDECIDED -> "no difference shown";
    };
  }

  private static List<String> notes(
      ExperimentResults results, List<RegimeSummary> compared, String reference) {
    List<PairedDifference> all =
        compared.stream().map(row -> row.difference().orElseThrow()).toList();
    List<String> notes = new ArrayList<>();
    notes.add(family(all, reference));
    if (all.stream().anyMatch(d -> d.method() == Method.MCNEMAR)) {
      notes.add(
          "One seed: by McNemar's exact test, with Newcombe's interval. What is shown holds for"
              + " these trained models on other images of the kind; trained with another seed, the"
              + " regimes may come out in another order.");
    }
    if (all.stream().anyMatch(d -> d.method() == Method.BOOTSTRAP)) {
      notes.add(severalSeeds(all));
    }
    if (all.stream().anyMatch(d -> d.conclusion() == Conclusion.UNDECIDED)) {
      notes.add(undecided(all));
    }
    List<String> left =
        results.comparisons().stream()
            .filter(row -> row.difference().isEmpty())
            .filter(row -> !row.slug().equals(all.get(0).reference()))
            .map(RegimeSummary::label)
            .toList();
    if (!left.isEmpty()) {
      notes.add(
          "Not compared, for want of predictions on the same images under the same seed: "
              + String.join(", ", left)
              + ".");
    }
    return List.copyOf(notes);
  }

  private static String family(List<PairedDifference> all, String reference) {
    int images = all.stream().mapToInt(PairedDifference::images).max().orElseThrow();
    int comparisons = all.get(0).comparisons();
    return "Each regime is held against "
        + reference
        + " on the same "
        + NumberText.count(images)
        + " test images, of which those decide that only one of the two gets right. "
        + (comparisons == 1
            ? "There is one comparison, so that Holm's correction changes nothing. Below 0.05 a difference"
                + " counts as shown."
            : "p-values are corrected by Holm's method over these "
                + comparisons
                + " comparisons. Below 0.05 a difference counts as shown; the chance that any of them"
                + " is shown without being there is then 5 % at most. Other pairs of regimes are not"
                + " tested.");
  }

  private static String severalSeeds(List<PairedDifference> all) {
    int resamples = all.stream().mapToInt(d -> d.resamples().orElse(0)).max().orElseThrow();
    int fewest =
        all.stream()
            .filter(d -> d.method() == Method.BOOTSTRAP)
            .mapToInt(d -> d.seeds().size())
            .min()
            .orElseThrow();
    return "Several seeds: by a paired bootstrap over images and seeds, "
        + NumberText.count(resamples)
        + " resamples. Intervals of two accuracies may overlap although their difference is shown,"
        + " since here both are judged on the same images."
        + (fewest < ENOUGH_SEEDS
            ? " "
                + fewest
                + " seeds tell little of how far results move from seed to seed: intervals are"
                + " likely to be too narrow."
            : "");
  }

  private static String undecided(List<PairedDifference> all) {
    double largest =
        all.stream()
            .filter(d -> d.conclusion() == Conclusion.UNDECIDED)
            .flatMap(d -> Stream.of(Math.abs(d.low()), Math.abs(d.high())))
            .mapToDouble(Double::doubleValue)
            .max()
            .orElseThrow();
    return "Where no difference is shown, equality is not shown either: differences of up to "
        + NumberText.number(100 * largest, 1)
        + " points lie within the intervals. More test images make them narrower.";
  }

  private static String label(ExperimentResults results, String slug) {
    return results.comparisons().stream()
        .filter(row -> row.slug().equals(slug))
        .map(RegimeSummary::label)
        .findFirst()
        .orElse(slug);
  }
}
