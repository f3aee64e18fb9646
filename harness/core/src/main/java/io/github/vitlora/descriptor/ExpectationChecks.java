package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.DatasetElement;
import io.github.vitlora.descriptor.DescriptorElements.ExpectElement;
import io.github.vitlora.descriptor.DescriptorElements.RegimeElement;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Regime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that every expectation speaks of trials that there are. */
final class ExpectationChecks {

  private static final List<String> ABSOLUTE = List.of("atLeast", "atMost");
  private static final List<String> RELATIVE =
      List.of("within", "atLeastFraction", "atMostFraction");

  private final Problems problems;
  private final boolean validated;
  private final Map<String, RegimeElement> regimes = new LinkedHashMap<>();

  ExpectationChecks(
      Problems problems, List<RegimeElement> regimes, Optional<DatasetElement> dataset) {
    this.problems = problems;
    validated = dataset.filter(DatasetElement::leavesNoValidation).isEmpty();
    regimes.stream()
        .filter(RegimeElement::isNamed)
        .forEach(regime -> this.regimes.putIfAbsent(regime.key(), regime));
  }

  void check(List<ExpectElement> expectations) {
    for (ExpectElement expect : expectations) {
      if (problems.stopReading(expect.place())) {
        return;
      }
      check(expect);
    }
  }

  private void check(ExpectElement expect) {
    checkBound(expect);
    if (!validated && expect.metric != null && expect.metric.startsWith("validation")) {
      add(
          expect.place("metric"),
          "validationFraction=\"0\" leaves no validation images, and so no %s: hold some out,"
                  .formatted(expect.metric)
              + " validationFraction=\"0.1\" for example");
    }
    if (expect.regime != null) {
      checkRegime(expect, "regime", expect.regime, "rank", expect.rank);
    }
    if (expect.of != null) {
      checkRegime(expect, "of", expect.of, "ofRank", expect.ofRank);
      checkUnambiguous(expect);
    }
  }

  private void checkBound(ExpectElement expect) {
    List<String> given =
        Stream.concat(ABSOLUTE.stream(), RELATIVE.stream())
            .filter(expect.tag.attributes()::containsKey)
            .toList();
    if (given.size() != 1) {
      add(
          expect.place(),
          "<expect> takes exactly one of atLeast, atMost, within, atLeastFraction and"
              + " atMostFraction, but has "
              + (given.isEmpty() ? "none" : String.join(" and ", given)));
      return;
    }
    String bound = given.get(0);
    boolean relative = RELATIVE.contains(bound);
    if (relative && !expect.tag.attributes().containsKey("of")) {
      add(
          expect.place(bound),
          "%s compares with another regime: name it, of=\"%s\" for example"
              .formatted(bound, new Regime.FullFineTuning().key()));
    }
    for (String reference : List.of("of", "ofRank")) {
      if (!relative && expect.tag.attributes().containsKey(reference)) {
        add(
            expect.place(reference),
            "%s goes with within, atLeastFraction or atMostFraction, not with %s"
                .formatted(reference, bound));
      }
    }
    if (relative && expect.ofRank != null && expect.of == null) {
      add(expect.place("ofRank"), "ofRank goes with of, which names the regime");
    }
  }

  private void checkRegime(
      ExpectElement expect, String attribute, String key, String rankAttribute, Integer rank) {
    RegimeElement regime = regimes.get(key);
    if (regime == null) {
      add(
          expect.place(attribute),
          "%s %s is not in this experiment: its regimes are %s%s"
              .formatted(
                  attribute,
                  key,
                  regimes.isEmpty() ? "none" : String.join(", ", regimes.keySet()),
                  Suggestions.hint(key, regimes.keySet())));
    } else if (rank != null && !(regime instanceof DescriptorElements.LoraElement)) {
      add(
          expect.place(rankAttribute),
          "%s has no ranks: leave %s out".formatted(key, rankAttribute));
    } else if (rank != null && !regime.ranks().isEmpty() && !regime.ranks().contains(rank)) {
      add(
          expect.place(rankAttribute),
          "%s %s is not in this experiment: the ranks of %s are %s"
              .formatted(rankAttribute, rank, key, joined(regime.ranks())));
    }
  }

  private void checkUnambiguous(ExpectElement expect) {
    RegimeElement regime = regimes.get(expect.of);
    if (regime != null
        && regime.ranks().size() > 1
        && !expect.place("ofRank").attribute().equals("ofRank")) {
      add(
          expect.place("of"),
          "of %s may mean any of the ranks %s: say which with ofRank"
              .formatted(expect.of, joined(regime.ranks())));
    }
  }

  private static String joined(List<Integer> ranks) {
    return ranks.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void add(Place place, String message) {
    problems.add(place, message);
  }
}
