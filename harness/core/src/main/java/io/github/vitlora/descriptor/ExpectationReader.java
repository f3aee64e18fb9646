package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.COUNT;
import static io.github.vitlora.descriptor.AttributeType.NOT_NEGATIVE;
import static io.github.vitlora.descriptor.AttributeType.SLUG;
import static io.github.vitlora.descriptor.AttributeType.TEXT;
import static io.github.vitlora.descriptor.AttributeType.number;
import static io.github.vitlora.descriptor.AttributeType.oneOf;
import static io.github.vitlora.descriptor.AttributeType.several;
import static io.github.vitlora.descriptor.AttributeType.whole;

import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.io.Range;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Regime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads expectations and questions, which must speak of regimes that there are. */
final class ExpectationReader {

  private static final List<String> ABSOLUTE = List.of("atLeast", "atMost");
  private static final List<String> RELATIVE =
      List.of("within", "atLeastFraction", "atMostFraction");

  private static final AttributeType<Metric> METRIC =
      oneOf("the name of a metric", List.of(Metric.values()), Metric::key);

  private static final AttributeType<Double> CONFIDENCE = number(Certainty.CONFIDENCE);

  private static final AttributeType<List<Integer>> LOOKS =
      several(
          "whole numbers between 1 and 1000 that rise, separated by spaces",
          whole(Range.between(1, 1000)));

  private final Optional<Map<String, RegimeReader>> regimes;
  private final int seeds;
  private final boolean validated;
  private final Predicate<RegimeReader> choosesRate;
  private final Set<String> questioned = new HashSet<>();

  /**
   * Prepares the reading.
   *
   * @param regimes those of the experiment; empty where they are not known
   * @param seeds how many the experiment has
   * @param validated whether there are validation images
   * @param choosesRate whether a regime chooses its learning rate
   */
  ExpectationReader(
      Optional<List<RegimeReader>> regimes,
      int seeds,
      boolean validated,
      Predicate<RegimeReader> choosesRate) {
    this.regimes = regimes.map(ExpectationReader::byKey);
    this.seeds = seeds;
    this.validated = validated;
    this.choosesRate = choosesRate;
  }

  private static Map<String, RegimeReader> byKey(List<RegimeReader> regimes) {
    Map<String, RegimeReader> byKey = new LinkedHashMap<>();
    regimes.forEach(r -> r.kind().key().ifPresent(key -> byKey.putIfAbsent(key, r)));
    return byKey;
  }

  List<Optional<Expectation>> read(Element expectations) {
    return expectations.children(Map.of("expect", this::expectation));
  }

  private Optional<Expectation> expectation(Element expect) {
    Optional<String> regime = expect.required("regime", TEXT);
    Optional<Integer> rank = expect.optional("rank", COUNT);
    Optional<Metric> metric = expect.required("metric", METRIC);
    AttributeType<Double> number = number(Range.FINITE);
    Optional<Double> atLeast = expect.optional("atLeast", number);
    Optional<Double> atMost = expect.optional("atMost", number);
    Optional<Double> within = expect.optional("within", NOT_NEGATIVE);
    Optional<Double> atLeastFraction = expect.optional("atLeastFraction", NOT_NEGATIVE);
    Optional<Double> atMostFraction = expect.optional("atMostFraction", NOT_NEGATIVE);
    Optional<String> of = expect.optional("of", TEXT);
    Optional<Integer> ofRank = expect.optional("ofRank", COUNT);
    Optional<Double> confidence = expect.optional("confidence", CONFIDENCE);
    Optional<Over> over = expect.optional("over", oneOf(Over.class));
    Optional<Undecided> undecided = expect.optional("undecided", oneOf(Undecided.class));
    Optional<OpenRates> openRates = expect.optional("openRates", oneOf(OpenRates.class));
    checkBound(expect);
    checkMetric(expect, metric);
    if (!expect.has("confidence") || confidence.isPresent()) {
      checkCertainty(
          expect, Stream.of(regime, of).flatMap(Optional::stream).toList(), metric, over);
    }

    regime.ifPresent(key -> checkRegime(expect, "regime", key, "rank", rank));
    if (of.filter(Expectation.Reference.BASELINE::equals).isPresent()) {
      if (expect.has("ofRank")) {
        expect.refuse("ofRank", "of=\"baseline\" is the same rank in an earlier run: leave it out");
      }
    } else {
      of.ifPresent(key -> checkRegime(expect, "of", key, "ofRank", ofRank));
      of.ifPresent(key -> checkUnambiguous(expect, key));
    }
    checkRates(expect, openRates.filter(o -> expect.has("confidence")), Stream.of(regime, of));
    return expect.build(
        () -> {
          Optional<Expectation.Reference> reference =
              of.map(key -> new Expectation.Reference(key, ofRank));
          Stream<Optional<? extends Expectation.Bound>> bounds =
              Stream.of(
                  atLeast.map(Expectation.AtLeast::new),
                  atMost.map(Expectation.AtMost::new),
                  within.map(x -> new Expectation.Within(x, reference.get())),
                  atLeastFraction.map(x -> new Expectation.AtLeastFraction(x, reference.get())),
                  atMostFraction.map(x -> new Expectation.AtMostFraction(x, reference.get())));
          return new Expectation(
              regime.get(),
              rank,
              metric.get(),
              bounds.flatMap(Optional::stream).findFirst().get(),
              confidence.map(
                  c ->
                      new Certainty(
                          c,
                          over.orElse(Over.SEEDS),
                          undecided.orElse(Undecided.FAIL),
                          openRates.orElse(OpenRates.TELL))));
        });
  }

  private void checkMetric(Element element, Optional<Metric> metric) {
    metric
        .map(Metric::key)
        .filter(key -> !validated && key.startsWith("validation"))
        .ifPresent(
            key ->
                element.refuse(
                    "metric",
                    "validationFraction=\"0\" leaves no validation images, and so no %s: hold some"
                            .formatted(key)
                        + " out, validationFraction=\"0.1\" for example"));
  }

  private void checkCertainty(
      Element expect, List<String> keys, Optional<Metric> metric, Optional<Over> over) {
    if (!expect.has("confidence")) {
      for (String attribute : List.of("over", "undecided", "openRates")) {
        if (expect.has(attribute)) {
          expect.refuse(
              attribute, "%s goes with confidence=\"0.95\", for example".formatted(attribute));
        }
      }
      return;
    }
    if (over.filter(Over.IMAGES::equals).isPresent()) {
      metric
          .filter(m -> !m.isOfTestImages())
          .ifPresent(
              m ->
                  expect.refuse(
                      "over",
                      "%s does not follow from test images: leave over out, so that the claim is about seeds"
                          .formatted(m.key())));
      return;
    }
    boolean fewSeeds =
        seeds < Certainty.LEAST_SEEDS && keys.stream().anyMatch(key -> !questioned.contains(key));
    if (fewSeeds && !expect.has("over")) {
      expect.refuse(
          "confidence",
          "a claim about other seeds takes at least %d of them, and the experiment has %s:"
                  .formatted(Certainty.LEAST_SEEDS, seeds)
              + " give <training> seeds=\"1 2 3\", or over=\"images\" for a claim about these"
              + " trained models alone");
    } else if (fewSeeds) {
      expect.refuse(
          "over",
          "a claim about other seeds takes at least %d of them, and the experiment has %s"
              .formatted(Certainty.LEAST_SEEDS, seeds));
    }
  }

  /** Reads the questions, before any expectation. */
  List<Optional<Question>> readQuestions(Element questions) {
    Set<String> names = new HashSet<>();
    return questions.children(Map.of("question", e -> question(e, names)));
  }

  private Optional<Question> question(Element e, Set<String> names) {
    Optional<String> name = e.required("name", SLUG);
    Optional<String> regime = e.required("regime", TEXT);
    Optional<String> of = e.optional("of", TEXT, new Regime.FullFineTuning().key());
    Optional<Integer> ofRank = e.optional("ofRank", COUNT);
    Optional<Metric> metric = e.optional("metric", METRIC, Metric.TEST_ACCURACY.key());
    Optional<Double> within = e.required("within", number(Question.MARGIN));
    Optional<Double> confidence = e.optional("confidence", CONFIDENCE, "0.95");
    Optional<List<Integer>> looks = e.optional("seeds", LOOKS, "3 4 6 8");
    Optional<Question.From> from = e.optional("from", oneOf(Question.From.class), "largest");
    Optional<Undecided> undecided = e.optional("undecided", oneOf(Undecided.class), "fail");
    Optional<OpenRates> openRates = e.optional("openRates", oneOf(OpenRates.class), "tell");
    name.filter(n -> !names.add(n))
        .ifPresent(n -> e.refuse("name", "another question is called %s".formatted(n)));
    regime.ifPresent(key -> checkAsked(e, key, of, ofRank));
    of.ifPresent(key -> checkRegime(e, "of", key, "ofRank", ofRank));
    of.ifPresent(key -> checkUnambiguous(e, key));
    checkRates(e, openRates, Stream.of(regime, of));
    checkMetric(e, metric);
    looks.ifPresent(each -> checkLooks(e, each));
    Stream.of(regime, of).flatMap(Optional::stream).forEach(questioned::add);
    return e.build(
        () ->
            new Question(
                name.get(),
                regime.get(),
                new Expectation.Reference(of.get(), ofRank),
                metric.get(),
                within.get(),
                confidence.get(),
                looks.get(),
                from.get(),
                undecided.get(),
                openRates.get()));
  }

  /** A question is about ranks of a regime other than the one they are held against. */
  private void checkAsked(Element e, String key, Optional<String> of, Optional<Integer> ofRank) {
    checkRegime(e, "regime", key, "", Optional.empty());
    Optional<RegimeReader> asked = regimes.map(all -> all.get(key));
    if (asked.isEmpty()) {
      return;
    }
    Optional<List<Integer>> ranks = asked.get().kind().ranks();
    if (ranks.isEmpty()) {
      e.refuse(
          "regime",
          "%s has no ranks to ask about: an <expect> with within and confidence compares it"
              .formatted(key));
    } else if (of.filter(key::equals).isPresent() && ranks.get().equals(ofRank.stream().toList())) {
      e.refuse("of", "%s has no other rank than %s".formatted(key, ofRank.get()));
    }
  }

  /** Of a regime with one rate nothing is known of others, so that the build would always fail. */
  private void checkRates(
      Element element, Optional<OpenRates> openRates, Stream<Optional<String>> compared) {
    if (openRates.filter(OpenRates.FAIL::equals).isEmpty()) {
      return;
    }
    compared
        .flatMap(Optional::stream)
        .filter(key -> regimes.map(all -> all.get(key)).filter(choosesRate.negate()).isPresent())
        .findFirst()
        .ifPresent(
            key ->
                element.refuse(
                    "openRates",
                    "openRates=\"fail\" asks for worse learning rates on both sides, and %s has one rate alone: let it search, learningRates=\"auto\""
                        .formatted(key)));
  }

  private static void checkLooks(Element e, List<Integer> looks) {
    if (looks.get(0) < Certainty.LEAST_SEEDS) {
      e.refuse(
          "seeds",
          "the first look is at %d seeds: a claim about other seeds takes at least %d, seeds=\"3 4 6 8\" for example"
              .formatted(looks.get(0), Certainty.LEAST_SEEDS));
    }
    for (int i = 1; i < looks.size(); i++) {
      if (looks.get(i) <= looks.get(i - 1)) {
        e.refuse(
            "seeds",
            "each look takes more seeds than the one before: %d does not follow %d"
                .formatted(looks.get(i), looks.get(i - 1)));
        return;
      }
    }
  }

  private static void checkBound(Element expect) {
    List<String> given =
        Stream.concat(ABSOLUTE.stream(), RELATIVE.stream()).filter(expect::has).toList();
    if (given.size() != 1) {
      expect.refuse(
          "<expect> takes exactly one of atLeast, atMost, within, atLeastFraction and"
              + " atMostFraction, but has "
              + (given.isEmpty() ? "none" : String.join(" and ", given)));
      return;
    }
    String bound = given.get(0);
    boolean relative = RELATIVE.contains(bound);
    if (relative && !expect.has("of")) {
      expect.refuse(
          bound,
          "%s compares with another regime: name it, of=\"%s\" for example"
              .formatted(bound, new Regime.FullFineTuning().key()));
      if (expect.has("ofRank")) {
        expect.refuse("ofRank", "ofRank goes with of, which names the regime");
      }
    }
    for (String reference : List.of("of", "ofRank")) {
      if (!relative && expect.has(reference)) {
        expect.refuse(
            reference,
            "%s goes with within, atLeastFraction or atMostFraction, not with %s"
                .formatted(reference, bound));
      }
    }
  }

  private void checkRegime(
      Element expect, String attribute, String key, String rankAttribute, Optional<Integer> rank) {
    if (regimes.isEmpty()) {
      return;
    }
    RegimeReader regime = regimes.get().get(key);
    if (regime == null) {
      expect.refuse(
          attribute,
          "%s %s is not in this experiment: its regimes are %s%s"
              .formatted(
                  attribute,
                  key,
                  regimes.get().isEmpty() ? "none" : String.join(", ", regimes.get().keySet()),
                  Suggestions.hint(key, regimes.get().keySet())));
    } else if (rank.isPresent()) {
      checkRank(expect, rankAttribute, rank.get(), key, regime.kind().ranks());
    }
  }

  private static void checkRank(
      Element expect, String attribute, int rank, String key, Optional<List<Integer>> ranks) {
    if (ranks.isEmpty()) {
      expect.refuse(attribute, "%s has no ranks: leave %s out".formatted(key, attribute));
    } else if (!ranks.get().isEmpty() && !ranks.get().contains(rank)) {
      expect.refuse(
          attribute,
          "%s %s is not in this experiment: the ranks of %s are %s"
              .formatted(attribute, rank, key, joined(ranks.get())));
    }
  }

  private void checkUnambiguous(Element expect, String key) {
    regimes
        .map(all -> all.get(key))
        .flatMap(regime -> regime.kind().ranks())
        .filter(ranks -> ranks.size() > 1 && !expect.has("ofRank"))
        .ifPresent(
            ranks ->
                expect.refuse(
                    "of",
                    "of %s may mean any of the ranks %s: say which with ofRank"
                        .formatted(key, joined(ranks))));
  }

  private static String joined(List<Integer> ranks) {
    return ranks.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
