package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.AttentionElement;
import io.github.vitlora.descriptor.DescriptorElements.ExperimentElement;
import io.github.vitlora.descriptor.DescriptorElements.LoraElement;
import io.github.vitlora.descriptor.DescriptorElements.ModelElement;
import io.github.vitlora.descriptor.DescriptorElements.RegimeElement;
import io.github.vitlora.descriptor.DescriptorElements.TrainingElement;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.SourceReference;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Architecture;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What makes sense of a descriptor beyond what a schema can say. */
final class DescriptorChecks {

  private final Problems problems;
  private final Path base;

  /**
   * Prepares the checks.
   *
   * @param base folder that relative paths start at
   */
  DescriptorChecks(Problems problems, Path base) {
    this.problems = problems;
    this.base = base;
  }

  void check(ExperimentElement experiment) {
    Optional<Architecture> architecture = Optional.empty();
    if (experiment.model != null) {
      architecture = checkModel(experiment.model);
    }
    if (experiment.dataset != null) {
      new DatasetChecks(problems, base, architecture).check(experiment.dataset);
    }
    if (experiment.training != null) {
      checkSeeds(experiment.training);
      new RecipeChecks(problems)
          .check(experiment.training, experiment.regimes, Optional.ofNullable(experiment.dataset));
      checkPrecision(experiment.training, experiment.regimes);
    }
    new RegimeChecks(problems, architecture).check(experiment.regimes);
    new ExpectationChecks(problems, experiment.regimes, Optional.ofNullable(experiment.dataset))
        .check(experiment.expectations);
    if (experiment.attention != null && experiment.attention.images != null) {
      checkAttention(experiment.attention);
    }
  }

  private void checkAttention(AttentionElement attention) {
    int images = attention.count().orElse(attention.images.size());
    if (images < 1 || images > AttentionSpec.MOST) {
      problems.add(
          attention.place("images"),
          "images %s of attention: from 1 to %s images are shown"
              .formatted(images, AttentionSpec.MOST));
    }
    Set<String> seen = new HashSet<>();
    attention.images.stream()
        .filter(name -> !seen.add(name))
        .limit(RegimeChecks.MOST_PROBLEMS)
        .forEach(
            name ->
                problems.add(
                    attention.place("images"), "image %s stands more than once".formatted(name)));
  }

  private Optional<Architecture> checkModel(ModelElement model) {
    if (ModelSpec.RANDOM.equals(model.weights)) {
      if (model.sha256 != null) {
        problems.add(
            model.place("sha256"),
            "sha256 is the checksum of a checkpoint: random weights have none");
      }
    } else if (model.weights != null) {
      try {
        SourceReference.resolve(model.weights, base);
      } catch (IllegalArgumentException e) {
        problems.add(model.place("weights"), "the source " + e.getMessage());
      }
    }
    if (model.architecture == null) {
      return Optional.empty();
    }
    Optional<Architecture> known = Architecture.named(model.architecture);
    if (known.isEmpty()) {
      problems.add(
          model.place("architecture"),
          "the architecture %s is not known: known are %s%s"
              .formatted(
                  model.architecture,
                  String.join(", ", Architecture.names()),
                  Suggestions.hint(model.architecture, Architecture.names())));
    }
    return known;
  }

  private void checkSeeds(TrainingElement training) {
    Set<Long> seen = new HashSet<>();
    if (training.seeds != null) {
      training.seeds.stream()
          .filter(seed -> !seen.add(seed))
          .limit(RegimeChecks.MOST_PROBLEMS)
          .forEach(
              seed ->
                  problems.add(
                      training.place("seeds"),
                      "seed %s stands more than once: each makes one trial of every regime"
                          .formatted(seed)));
    }
  }

  private void checkPrecision(TrainingElement training, List<RegimeElement> regimes) {
    boolean dropout =
        regimes.stream()
            .anyMatch(r -> r instanceof LoraElement l && l.dropout != null && l.dropout > 0);
    boolean variant =
        regimes.stream()
            .anyMatch(
                r ->
                    r instanceof LoraElement l
                        && l.variant != null
                        && !l.variant.equals("standard"));
    if (variant && "bfloat16".equals(training.precision)) {
      problems.add(
          training.place("precision"),
          "precision=\"bfloat16\" goes with variant=\"standard\" of adapters alone; float32 goes"
              + " with all");
    }
    if (dropout && "bfloat16".equals(training.precision)) {
      problems.add(
          training.place("precision"),
          "precision=\"bfloat16\" does not go with dropout in adapters; float32 does");
    }
  }
}
