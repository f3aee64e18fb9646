package io.github.vitlora.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.FlakyTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts results of one experiment together that were computed apart, by shards of it or by runs of
 * some of its trials. What does not belong together is refused.
 */
public final class ResultMerge {

  /**
   * Results and what people know them by.
   *
   * @param name a file, say
   * @param results what it holds
   */
  public record Part(String name, ExperimentResults results) {}

  /** A trial and the part that it is from. */
  private record Found(TrialResult trial, Part part) {}

  private final Experiment experiment;
  private final Map<String, Found> found = new LinkedHashMap<>();
  private final Map<String, FlakyTrial> flaky = new LinkedHashMap<>();

  private ResultMerge(Experiment experiment) {
    this.experiment = experiment;
  }

  /**
   * Merges. Comparison and verdicts are made anew; a trial that is in several parts is taken once,
   * and marked as flaky where its figures differ.
   *
   * @param experiment of all parts
   * @param parts at least one
   * @throws IllegalArgumentException if the parts are of different experiments, or have one trial
   *     with different fingerprints, or trained on different images or weights; the message names
   *     them
   */
  public static ExperimentResults of(Experiment experiment, List<Part> parts) {
    ResultMerge merge = new ResultMerge(experiment);
    Part first = parts.get(0);
    for (Part part : parts) {
      requireSameExperiment(first, part);
      part.results().flaky().forEach(mark -> merge.flaky.putIfAbsent(mark.id(), mark));
      part.results().trials().forEach(trial -> merge.add(new Found(trial, part)));
    }
    return merge.results(parts);
  }

  private ExperimentResults results(List<Part> parts) {
    List<TrialResult> trials = parts.size() == 1 ? parts.get(0).results().trials() : inOrder();
    Set<String> missing = new LinkedHashSet<>();
    parts.forEach(part -> missing.addAll(part.results().missing()));
    found.keySet().forEach(missing::remove);
    List<Environment> environments =
        parts.stream()
            .flatMap(
                part ->
                    Stream.concat(
                        part.results().environment().stream(),
                        part.results().otherEnvironments().stream()))
            .distinct()
            .toList();
    Map<String, AttentionFigures> attention = new LinkedHashMap<>();
    parts.forEach(
        part ->
            part.results()
                .attention()
                .forEach(f -> attention.putIfAbsent(f.model() + " " + f.seed(), f)));
    return Comparison.results(
            experiment,
            environments.stream().findFirst(),
            trials,
            parts.size() == 1 ? parts.get(0).results().shard() : Optional.empty(),
            experiment.trials().stream().map(Trial::id).filter(missing::contains).toList())
        .with(
            merged ->
                merged
                    .attention(List.copyOf(attention.values()))
                    .flaky(List.copyOf(flaky.values()))
                    .predicted(
                        parts.stream()
                            .map(part -> part.results().predicted())
                            .filter(costs -> !costs.isEmpty())
                            .findFirst()
                            .orElse(List.of()))
                    .otherEnvironments(environments.stream().skip(1).toList()));
  }

  /** As if one run had trained them all. */
  private List<TrialResult> inOrder() {
    Map<String, Found> left = new LinkedHashMap<>(found);
    List<TrialResult> trials = new ArrayList<>();
    for (Trial trial : experiment.trials()) {
      Optional.ofNullable(left.remove(trial.id())).ifPresent(f -> trials.add(f.trial()));
    }
    left.values().forEach(f -> trials.add(f.trial()));
    return trials;
  }

  private void add(Found next) {
    Found before = found.putIfAbsent(next.trial().id(), next);
    if (before == null) {
      found.values().forEach(other -> requireSameInput(other, next));
      return;
    }
    requireSameFingerprint(before, next);
    FlakyTrials.between(before.trial(), before.part().name(), next.trial(), next.part().name())
        .ifPresent(mark -> flaky.putIfAbsent(mark.id(), mark));
    boolean better =
        before.trial().status() != TrialStatus.COMPLETED
            && next.trial().status() == TrialStatus.COMPLETED;
    if (better) {
      found.put(next.trial().id(), next);
    }
  }

  private static void requireSameExperiment(Part first, Part other) {
    ExperimentResults a = first.results();
    ExperimentResults b = other.results();
    if (!a.experiment().equals(b.experiment())) {
      throw new IllegalArgumentException(
          "%s is of the experiment '%s' and %s of '%s': results of one experiment can be merged"
              .formatted(first.name(), a.experiment(), other.name(), b.experiment()));
    }
    List<String> differing = differing(ofAnyMachine(a), ofAnyMachine(b));
    if (!differing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s and %s are of different descriptors of '%s'; they differ in %s"
              .formatted(first.name(), other.name(), a.experiment(), String.join(", ", differing)));
    }
  }

  /** Where files lie on one machine does not count; whether they are the same is hashed. */
  private static Optional<JsonNode> ofAnyMachine(ExperimentResults results) {
    return results.descriptor().filter(JsonNode::isObject).map(ResultMerge::ofAnyMachine);
  }

  /** What this version cannot read is compared as it is. */
  private static JsonNode ofAnyMachine(JsonNode descriptor) {
    try {
      return ExperimentJson.write(ExperimentJson.read(descriptor).ofAnyMachine());
    } catch (IllegalArgumentException e) {
      return descriptor;
    }
  }

  private static List<String> differing(Optional<JsonNode> a, Optional<JsonNode> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.equals(b) ? List.of() : List.of("that one of them carries none");
    }
    Set<String> names = new LinkedHashSet<>();
    a.get().fieldNames().forEachRemaining(names::add);
    b.get().fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> !Objects.equals(a.get().get(name), b.get().get(name)))
        .toList();
  }

  /**
   * Trials of one comparison learn from the same weights, but for those that start from random
   * ones, and, under one seed, from the same images.
   */
  private void requireSameInput(Found before, Found next) {
    if (before.part() == next.part()) {
      return;
    }
    if (startOf(before).equals(startOf(next))) {
      requireSame(before, next, "pretrained weights", Provenance::weights);
    }
    if (before.trial().seed() == next.trial().seed()) {
      requireSame(before, next, "images", Provenance::images);
    }
  }

  private Optional<ModelSpec> startOf(Found found) {
    return experiment.trials().stream()
        .filter(trial -> trial.id().equals(found.trial().id()))
        .map(Trial::model)
        .findFirst();
  }

  private static void requireSame(
      Found before, Found next, String what, Function<Provenance, String> hash) {
    Optional<String> a = before.trial().provenance().map(hash);
    Optional<String> b = next.trial().provenance().map(hash);
    if (a.isPresent() && b.isPresent() && !a.equals(b)) {
      throw new IllegalArgumentException(
          "%s of %s and %s of %s had different %s, so that they cannot be compared"
              .formatted(
                  before.trial().id(),
                  before.part().name(),
                  next.trial().id(),
                  next.part().name(),
                  what));
    }
  }

  /** One that could not run may have none; any other without one is known by its figures. */
  private static void requireSameFingerprint(Found before, Found next) {
    Optional<String> a = before.trial().fingerprint();
    Optional<String> b = next.trial().fingerprint();
    boolean known = a.isPresent() && b.isPresent();
    boolean same =
        known
            ? a.equals(b)
            : Stream.of(before, next).anyMatch(f -> f.trial().status() == TrialStatus.FAILED)
                || FlakyTrials.between(before.trial(), "", next.trial(), "").isEmpty();
    if (!same) {
      List<String> inputs = TrialDiff.of(before.trial(), next.trial(), 0).inputs();
      throw new IllegalArgumentException(
          "%s is in %s and in %s, %s%s: name one of them alone"
              .formatted(
                  before.trial().id(),
                  before.part().name(),
                  next.part().name(),
                  known
                      ? "with different fingerprints"
                      : "with different figures and without fingerprints to tell whether it is one trial",
                  inputs.isEmpty() ? "" : " (differing: " + String.join(", ", inputs) + ")"));
    }
  }
}
