package io.github.vitlora.experiment;

import io.github.vitlora.io.Slug;
import io.github.vitlora.regime.RecipeOverride;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.source.NeededSource;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An experiment: regimes trained under the same recipe, on the same data, from the same weights.
 *
 * @param name slug that names the experiment's folders
 * @param description free text, may be empty
 * @param model the architecture and its pretrained weights
 * @param dataset where the images come from and how they are prepared
 * @param training the recipe that the regimes share
 * @param seeds one trial of each regime is run under each of these
 * @param regimes what is trained, in descriptor order; a list of ranks stands as one regime a rank
 * @param overrides where regimes depart from the shared recipe
 * @param expectations what must hold for the build to pass
 * @param attention which test images the models' attention is shown of, if any
 */
@RecordBuilder
public record Experiment(
    String name,
    String description,
    ModelSpec model,
    DatasetSpec dataset,
    TrainingSpec training,
    List<Long> seeds,
    List<Regime> regimes,
    List<RecipeOverride> overrides,
    List<Expectation> expectations,
    Optional<AttentionSpec> attention)
    implements ExperimentBuilder.With {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the name is no slug
   */
  public Experiment {
    Slug.require(name);
    seeds = List.copyOf(seeds);
    regimes = List.copyOf(regimes);
    overrides = List.copyOf(overrides);
    expectations = List.copyOf(expectations);
  }

  /** Lists what has to be brought from elsewhere, weights first. */
  public List<NeededSource> sources() {
    return Stream.of(model.sources(), dataset.origin().sources()).flatMap(List::stream).toList();
  }

  /**
   * Names other places for what is brought from elsewhere.
   *
   * @param places gives each of the sources its place
   */
  public Experiment withSources(Function<NeededSource, String> places) {
    return with(
        elsewhere ->
            elsewhere
                .model(model.withSources(places))
                .dataset(dataset.withOrigin(dataset.origin().withSources(places))));
  }

  /**
   * Leaves out where files lie on one machine: two machines have the same files in different
   * folders.
   */
  public Experiment ofAnyMachine() {
    return withSources(need -> need.isOfOneMachine() ? "" : need.source());
  }

  /** The recipe that the trials of a regime follow. */
  public TrainingSpec training(Regime regime) {
    TrainingSpec recipe = training;
    for (RecipeOverride override : overrides) {
      if (override.regime().equals(regime.key())) {
        recipe = override.apply(recipe);
      }
    }
    return recipe;
  }

  /** What the trials of a regime start from. */
  private ModelSpec weights(Regime regime) {
    return regime.startsFromRandomWeights() ? model.withRandomWeights() : model;
  }

  /** The trials in the order in which they run: regimes in descriptor order, seeds within. */
  public List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (Regime regime : regimes) {
      for (long seed : seeds) {
        trials.add(new Trial(name, weights(regime), dataset, training(regime), regime, seed));
      }
    }
    return List.copyOf(trials);
  }
}
