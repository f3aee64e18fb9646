package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.COUNT;
import static io.github.vitlora.descriptor.AttributeType.NOT_NEGATIVE;
import static io.github.vitlora.descriptor.AttributeType.TEXT;
import static io.github.vitlora.descriptor.AttributeType.number;
import static io.github.vitlora.descriptor.AttributeType.oneOf;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.io.Range;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Regime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads expectations, each of which must speak of trials that there are. */
final class ExpectationReader {

  private static final List<String> ABSOLUTE = List.of("atLeast", "atMost");
  private static final List<String> RELATIVE =
      List.of("within", "atLeastFraction", "atMostFraction");

  private static final AttributeType<Metric> METRIC =
      oneOf("the name of a metric", List.of(Metric.values()), Metric::key);

  private final Optional<Map<String, RegimeReader>> regimes;
  private final boolean validated;

  /**
   * Prepares the reading.
   *
   * @param regimes those of the experiment; empty where they are not known
   * @param validated whether there are validation images
   */
  ExpectationReader(Optional<List<RegimeReader>> regimes, boolean validated) {
    this.regimes = regimes.map(ExpectationReader::byKey);
    this.validated = validated;
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
    checkBound(expect);
    metric
        .map(Metric::key)
        .filter(key -> !validated && key.startsWith("validation"))
        .ifPresent(
            key ->
                expect.refuse(
                    "metric",
                    "validationFraction=\"0\" leaves no validation images, and so no %s: hold some"
                            .formatted(key)
                        + " out, validationFraction=\"0.1\" for example"));
    regime.ifPresent(key -> checkRegime(expect, "regime", key, "rank", rank));
    of.ifPresent(key -> checkRegime(expect, "of", key, "ofRank", ofRank));
    of.ifPresent(key -> checkUnambiguous(expect, key));
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
              regime.get(), rank, metric.get(), bounds.flatMap(Optional::stream).findFirst().get());
        });
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
