package io.github.vitlora.judge;

import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Question.From;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.ComparisonRows.Undecidable;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.ConfidenceBounds;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.Look;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A question as far as the trials at hand decide it: its answer, and the trials that the next look
 * waits for. It follows from the trials alone, so that a run that was interrupted takes the same
 * looks.
 *
 * <p>Ranks are looked at from the largest down, each as long as the one above is shown to suffice,
 * all at the question's level: in a fixed sequence the chance to call any rank sufficient that is
 * not stays below one minus the confidence (Maurer, Hothorn and Lehmacher 1995). From the smallest
 * up, each of k ranks is held at one k-th of it (Bonferroni). In either order each of k looks at a
 * rank is held at one k-th.
 *
 * @param question that is asked
 * @param answer as far as it goes
 * @param needed the trials that the next look waits for; none once the question is answered
 */
public record QuestionPlan(Question question, Answer answer, List<Trial> needed) {

  /**
   * Takes the looks of a question that the trials at hand allow.
   *
   * @param trials of the experiment, whatever became of them
   * @param predictions on the test images, by the trial's id
   */
  public static QuestionPlan of(
      Experiment experiment,
      Question question,
      List<TrialResult> trials,
      Map<String, List<Prediction>> predictions) {
    return of(
        experiment,
        question,
        new Evidence(trials, predictions),
        Comparison.summarize(experiment, trials));
  }

  static QuestionPlan of(
      Experiment experiment, Question question, Evidence evidence, List<RegimeSummary> rows) {
    List<Regime> ranks = new ArrayList<>(regimes(experiment, question));
    Optional<Regime> reference =
        experiment.regimes().stream().filter(question.of()::selects).findFirst();
    if (ranks.isEmpty() || reference.isEmpty()) {
      throw new IllegalArgumentException(
          "question %s compares %s with %s, which are not in the experiment"
              .formatted(question.name(), question.regime(), question.of().regime()));
    }
    if (question.from() == From.LARGEST) {
      Collections.reverse(ranks);
    }
    return new Looking(experiment, question, evidence, ranks, reference.get())
        .take(new QuestionWords(question, reference.get(), rows));
  }

  /** A look in words: {@code rank 8 after 3 seeds: shown, …}. */
  public static String inWords(Question question, Look look) {
    return "rank %d after %d seeds: %s%s"
        .formatted(
            look.rank(),
            look.seeds(),
            look.decision().name().toLowerCase(Locale.ROOT),
            look.bounds()
                .map(bounds -> ", " + QuestionWords.interval(question.metric(), bounds))
                .orElse(""));
  }

  /** The ranks of a question, from the smallest up. */
  private static List<Regime> regimes(Experiment experiment, Question question) {
    return experiment.regimes().stream()
        .filter(regime -> regime.key().equals(question.regime()))
        .filter(regime -> regime.rankIfAny().isPresent() && !question.of().selects(regime))
        .sorted((a, b) -> a.rankIfAny().getAsInt() - b.rankIfAny().getAsInt())
        .toList();
  }

  /** How the looks at one rank ended. */
  private record End(
      Regime rank, Decision decision, Optional<Claim> claim, String why, List<Trial> needed) {}

  /** The looks while they are taken. */
  private static final class Looking {
    private final Experiment experiment;
    private final Question question;
    private final Evidence evidence;
    private final List<Regime> ranks;
    private final Regime reference;
    private final double confidence;
    private final List<Look> looks = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();

    Looking(
        Experiment experiment,
        Question question,
        Evidence evidence,
        List<Regime> ranks,
        Regime reference) {
      this.experiment = experiment;
      this.question = question;
      this.evidence = evidence;
      this.ranks = ranks;
      this.reference = reference;
      int tests = question.seeds().size() * (question.from() == From.SMALLEST ? ranks.size() : 1);
      this.confidence = 1 - (1 - question.confidence()) / tests;
    }

    QuestionPlan take(QuestionWords words) {
      List<End> ends = new ArrayList<>();
      for (Regime rank : ranks) {
        End end = lookAt(rank);
        if (!end.needed().isEmpty()) {
          return plan(
              Decision.UNDECIDED,
              Optional.empty(),
              words.waiting(end.rank(), end.needed()),
              end.needed());
        }
        ends.add(end);
        boolean suffices = end.decision() == Decision.SHOWN;
        if (suffices == (question.from() == From.SMALLEST)) {
          break;
        }
      }
      Optional<End> shown =
          ends.stream().filter(end -> end.decision() == Decision.SHOWN).reduce((a, b) -> b);
      List<End> others = ends.stream().filter(end -> end.decision() != Decision.SHOWN).toList();
      String rates = rates();
      if (shown.isPresent()) {
        return plan(
            Decision.SHOWN,
            shown.map(End::rank),
            words.suffices(shown.get(), others, rates),
            List.of());
      }
      boolean refuted = others.stream().allMatch(end -> end.decision() == Decision.REFUTED);
      return refuted
          ? plan(Decision.REFUTED, Optional.empty(), words.noneSuffices(others) + rates, List.of())
          : plan(Decision.UNDECIDED, Optional.empty(), words.undecided(others) + rates, List.of());
    }

    /** What has to be said of the learning rates, as the end of a sentence. */
    private String rates() {
      return RateClause.of(compared()).map(clause -> "; " + clause).orElse("")
          + (ratesFail() ? "; openRates=\"fail\" asks for worse rates on both sides" : "");
    }

    private boolean ratesFail() {
      return question.openRates() == OpenRates.FAIL && !RateClause.isClosed(compared());
    }

    private List<TrialResult> compared() {
      return evidence.trials(experiment.regimes()).stream()
          .filter(trial -> used.contains(trial.id()))
          .toList();
    }

    private QuestionPlan plan(
        Decision decision, Optional<Regime> rank, String message, List<Trial> needed) {
      boolean passed =
          switch (decision) {
            case SHOWN -> !ratesFail();
            case REFUTED -> false;
            case UNDECIDED ->
                !needed.isEmpty() || (question.undecided() == Undecided.WARN && !ratesFail());
          };
      Answer answer =
          new Answer(
              question.name(),
              QuestionWords.asked(question, reference),
              decision,
              rank.map(regime -> regime.rankIfAny().getAsInt()),
              message,
              passed,
              looks,
              used.size(),
              (ranks.size() + 1) * question.allSeeds().size(),
              needed.stream().map(Trial::id).toList());
      return new QuestionPlan(question, answer, needed);
    }

    private End lookAt(Regime rank) {
      for (int seeds : question.seeds()) {
        List<Long> those = question.allSeeds().subList(0, seeds);
        List<Trial> trials =
            those.stream()
                .flatMap(seed -> Stream.of(reference, rank).map(r -> experiment.trial(r, seed)))
                .toList();
        List<Trial> needed = trials.stream().filter(t -> result(t).isEmpty()).toList();
        trials.stream().filter(t -> result(t).isPresent()).map(Trial::id).forEach(used::add);
        Optional<TrialResult> failed =
            trials.stream()
                .flatMap(trial -> result(trial).stream())
                .filter(result -> result.status() != TrialStatus.COMPLETED)
                .findFirst();
        if (failed.isPresent()) {
          return open(rank, seeds, "its trial %s did not complete".formatted(failed.get().id()));
        }
        if (!needed.isEmpty()) {
          return new End(rank, Decision.UNDECIDED, Optional.empty(), "", needed);
        }
        Claim claim;
        try {
          claim = claim(rank, those);
        } catch (Undecidable e) {
          return open(rank, seeds, e.getMessage());
        }
        OptionalLong images = claim.onlyMoreImages() ? claim.imagesNeeded() : OptionalLong.empty();
        looks.add(
            new Look(
                rank.rankIfAny().getAsInt(),
                seeds,
                claim.decision(),
                Optional.of(claim.bounds()),
                images.isPresent() ? Optional.of(images.getAsLong()) : Optional.empty()));
        boolean last = those.size() == question.allSeeds().size();
        if (claim.decision() != Decision.UNDECIDED || claim.onlyMoreImages() || last) {
          return new End(rank, claim.decision(), Optional.of(claim), claim.remedy(), List.of());
        }
      }
      throw new IllegalStateException("the last look ends");
    }

    private End open(Regime rank, int seeds, String why) {
      looks.add(
          new Look(
              rank.rankIfAny().getAsInt(),
              seeds,
              Decision.UNDECIDED,
              Optional.empty(),
              Optional.empty()));
      return new End(rank, Decision.UNDECIDED, Optional.empty(), why, List.of());
    }

    private Optional<TrialResult> result(Trial trial) {
      return evidence.trial(trial.regime(), trial.seed());
    }

    private Claim claim(Regime rank, List<Long> seeds) throws Undecidable {
      boolean higher = question.metric().higherIsBetter();
      return Claim.of(
          evidence.of(rank, Optional.of(evidence.against(reference, 1)), question.metric(), seeds),
          higher ? -question.within() : question.within(),
          higher,
          confidence,
          Over.SEEDS);
    }
  }

  /** A question and its answer in words. */
  private record QuestionWords(Question question, Regime reference, List<RegimeSummary> rows) {

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

    String suffices(End shown, List<End> others, String rates) {
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

    private String insufficient(End end) {
      return end.decision() == Decision.REFUTED
          ? "%s does not (%s)".formatted(name(end.rank()), interval(end))
          : "%s is not shown to (%s%s)"
              .formatted(
                  name(end.rank()), end.claim().isPresent() ? interval(end) + "; " : "", end.why());
    }

    String noneSuffices(List<End> ends) {
      End first = ends.get(0);
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

    String undecided(List<End> ends) {
      return "undecided: "
          + String.join("; ", ends.stream().map(this::insufficient).toList())
          + ends.stream()
              .flatMap(end -> end.claim().stream())
              .findFirst()
              .map(claim -> " (" + claim.basis(question.confidence()) + ")")
              .orElse("");
    }

    private String interval(End end) {
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
}
