package io.github.vitlora.judge;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Question.From;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.verdict.ConfidenceBounds;
import io.github.vitlora.verdict.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question and its answer in words.
 *
 * @param reference that its ranks are held against
 * @param rows of the regimes, for what a rank saves
 */
record QuestionWords(Question question, Regime reference, List<RegimeSummary> rows) {

  static String asked(Question question, Regime reference) {
    return "Which is the smallest rank of %s whose %s is %s %s's, at %s?"
        .formatted(
            question.regime(),
            question.metric().phrase(),
            margin(question, "at most"),
            reference.label(),
            Claim.percent(question.confidence()));
  }

  /** {@code at most 2 points below}. */
  private static String margin(Question question, String most) {
    Metric metric = question.metric();
    return "%s %s %s"
        .formatted(
            most, amount(metric, question.within()), metric.higherIsBetter() ? "below" : "above");
  }

  private static String amount(Metric metric, double value) {
    return metric.format() == Metric.Format.SHARE
        ? NumberText.number(100 * value, 2).replaceAll("\\.?0+$", "") + " points"
        : metric.format().inSentence(value);
  }

  private static String name(Regime rank) {
    return "rank " + rank.rankIfAny().getAsInt();
  }

  String waiting(Regime rank, List<Trial> needed) {
    return "not decided yet: the look at %s waits for %s"
        .formatted(name(rank), String.join(", ", needed.stream().map(Trial::id).toList()));
  }

  String suffices(QuestionPlan.End shown, List<QuestionPlan.End> others, String rates) {
    String next =
        others.isEmpty()
            ? "; no smaller one was asked about"
            : String.join("", others.stream().map(end -> "; " + insufficient(end)).toList());
    return "%s suffices: %s %s %s (%s)%s%s.%s"
        .formatted(
            name(shown.rank()),
            question.metric().phrase(),
            margin(question, "at most"),
            reference.label(),
            shown.claim().orElseThrow().basis(question.confidence()),
            next,
            rates,
            savings(shown.rank()));
  }

  private String insufficient(QuestionPlan.End end) {
    return end.decision() == Decision.REFUTED
        ? "%s does not (%s)".formatted(name(end.rank()), interval(end))
        : "%s is not shown to (%s%s)"
            .formatted(
                name(end.rank()), end.claim().isPresent() ? interval(end) + "; " : "", end.why());
  }

  String noneSuffices(List<QuestionPlan.End> ends) {
    QuestionPlan.End first = ends.get(0);
    return "no rank suffices: %s is %s %s (%s; %s)"
        .formatted(
            question.from() == From.LARGEST
                ? name(first.rank()) + ", the largest,"
                : "each of the ranks asked about",
            margin(question, "more than"),
            reference.label(),
            interval(first),
            first.claim().orElseThrow().basis(question.confidence()));
  }

  String undecided(List<QuestionPlan.End> ends) {
    return "undecided: "
        + String.join("; ", ends.stream().map(this::insufficient).toList())
        + ends.stream()
            .flatMap(end -> end.claim().stream())
            .findFirst()
            .map(claim -> " (" + claim.basis(question.confidence()) + ")")
            .orElse("");
  }

  private String interval(QuestionPlan.End end) {
    return interval(question.metric(), end.claim().orElseThrow().bounds());
  }

  static String interval(Metric metric, ConfidenceBounds bounds) {
    boolean share = metric.format() == Metric.Format.SHARE;
    return "the difference lies between %s and %s"
        .formatted(
            share
                ? NumberText.number(100 * bounds.lower(), 1)
                : metric.format().inSentence(bounds.lower()),
            share
                ? NumberText.number(100 * bounds.upper(), 1) + " points"
                : metric.format().inSentence(bounds.upper()));
  }

  /** What a rank saves, where both have the figures. */
  private String savings(Regime rank) {
    List<String> parts = new ArrayList<>();
    ratio(rank, Metric.SAVED_BYTES)
        .ifPresent(r -> parts.add("stores " + NumberText.number(100 * r, 1) + " % as much"));
    ratio(rank, Metric.TRAINING_SECONDS)
        .ifPresent(
            r ->
                parts.add(
                    isAlike(r)
                        ? "takes as long to train"
                        : r < 1
                            ? "trains %s times as fast".formatted(NumberText.number(1 / r, 1))
                            : "takes %s times as long to train"
                                .formatted(NumberText.number(r, 1))));
    ratio(rank, Metric.PEAK_MEMORY_BYTES)
        .ifPresent(
            r ->
                parts.add(
                    isAlike(r)
                        ? "needs as much memory"
                        : "needs " + NumberText.number(100 * r, 0) + " % of the memory"));
    if (parts.isEmpty()) {
      return "";
    }
    String last = parts.remove(parts.size() - 1);
    return " It " + (parts.isEmpty() ? last : String.join(", ", parts) + " and " + last) + ".";
  }

  /** Tells whether two figures differ by less than machines and runs do. */
  private static boolean isAlike(double ratio) {
    return ratio > 0.95 && ratio < 1.05;
  }

  private Optional<Double> ratio(Regime rank, Metric metric) {
    Optional<Double> own = mean(rank, metric);
    return mean(reference, metric).filter(r -> r > 0).flatMap(r -> own.map(o -> o / r));
  }

  private Optional<Double> mean(Regime regime, Metric metric) {
    return rows.stream()
        .filter(row -> row.slug().equals(regime.slug()))
        .findFirst()
        .flatMap(row -> row.estimate(metric))
        .map(RegimeSummary.Estimate::mean)
        .filter(mean -> mean > 0);
  }
}
