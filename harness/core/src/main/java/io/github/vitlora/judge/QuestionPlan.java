package io.github.vitlora.judge;

import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Question.From;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.judge.ComparisonRows.Undecidable;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.Look;
import java.util.ArrayList;
import java.util.Comparator;
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
    List<Regime> ranks = ranks(experiment, question);
    Optional<Regime> reference =
        experiment.regimes().stream().filter(question.of()::selects).findFirst();
    if (ranks.isEmpty() || reference.isEmpty()) {
      throw new IllegalArgumentException(
          "question %s compares %s with %s, which are not in the experiment"
              .formatted(question.name(), question.regime(), question.of().regime()));
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

  /** The ranks of a question, in the order in which they are looked at. */
  public static List<Regime> ranks(Experiment experiment, Question question) {
    Comparator<Regime> rising = Comparator.comparingInt(regime -> regime.rankIfAny().getAsInt());
    return experiment.regimes().stream()
        .filter(regime -> regime.key().equals(question.regime()))
        .filter(regime -> regime.rankIfAny().isPresent() && !question.of().selects(regime))
        .sorted(question.from() == From.LARGEST ? rising.reversed() : rising)
        .toList();
  }

  /** How the looks at one rank ended. */
  record End(
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
}
