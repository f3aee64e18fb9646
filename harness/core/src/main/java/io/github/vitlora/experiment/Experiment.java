package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.io.Slug;
import io.github.vitlora.regime.RecipeOverride;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.source.NeededSource;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param seeds one trial of each regime that no question asks about is run under each of these
 * @param regimes what is trained, in descriptor order; a list of ranks stands as one regime a rank
 * @param overrides where regimes depart from the shared recipe
 * @param expectations what must hold for the build to pass
 * @param questions that are decided with as few trials as they take
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Question> questions,
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
    questions = List.copyOf(questions);
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
    return recipe.of(regime);
  }

  /** What the trials of a regime start from. */
  private ModelSpec weights(Regime regime) {
    return regime.startsFromRandomWeights() ? model.withRandomWeights() : model;
  }

  /**
   * Lists the trials: regimes in descriptor order, seeds within. Of those that a question asks
   * about, {@code compare} runs as many as the answer takes.
   */
  public List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (Regime regime : regimes) {
      for (long seed : seeds(regime)) {
        trials.add(trial(regime, seed));
      }
    }
    return List.copyOf(trials);
  }

  /**
   * The seed whose trial searches the learning rate for all of a regime's; empty where none does.
   */
  public Optional<Long> searchingSeed(Regime regime) {
    return training(regime).options().autoLearningRate()
        ? Optional.of(seeds(regime).get(0))
        : Optional.empty();
  }

  /** The seeds of a regime: those of the questions that ask about it, or else the experiment's. */
  private List<Long> seeds(Regime regime) {
    return questions.stream()
        .filter(question -> asksAbout(question, regime))
        .map(Question::allSeeds)
        .max(Comparator.comparingInt(List::size))
        .orElse(seeds);
  }

  /** Tells whether a question compares this regime, be it one of the ranks or the reference. */
  public static boolean asksAbout(Question question, Regime regime) {
    return regime.key().equals(question.regime()) || question.of().selects(regime);
  }

  /**
   * One regime under one seed. Where the regime searches its learning rate, the trial does so too,
   * whatever its seed: a run gives all but the first the rate that the first has found.
   */
  public Trial trial(Regime regime, long seed) {
    return new Trial(name, weights(regime), dataset, training(regime), regime, seed);
  }
}
