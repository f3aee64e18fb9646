package io.github.vitlora.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.descriptor.BuiltinExperiment;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What descriptors can say grows; a descriptor that does not say it stays the same recipe. */
class ReferenceRecipesTest {
  private static final Path RESULTS = Path.of("../../reports/reference");

  @Test
  void theTrialsOfQuickstartHaveTheRecipesOfTheirReferenceResults() throws IOException {
    Experiment quickstart =
        BuiltinExperiment.QUICKSTART.read(Path.of(""), name -> Optional.empty());

    assertThat(recipesOf(quickstart)).isEqualTo(recipesIn(results("quickstart")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "quickstart-ranks"})
  void whatResultsCarryHasTheirRecipes(String reference) throws IOException {
    JsonNode results = results(reference);

    assertThat(recipesOf(ExperimentJson.read(results.get("descriptor"))))
        .isEqualTo(recipesIn(results));
  }

  private static JsonNode results(String reference) throws IOException {
    return new JsonMapper().readTree(RESULTS.resolve(reference).resolve("results.json").toFile());
  }

  private static Map<String, String> recipesIn(JsonNode results) {
    Map<String, String> recipes = new HashMap<>();
    for (JsonNode trial : results.get("trials")) {
      recipes.put(trial.get("id").asText(), trial.at("/provenance/recipe").asText());
    }
    return recipes;
  }

  private static Map<String, String> recipesOf(Experiment experiment) {
    Map<String, String> recipes = new HashMap<>();
    for (Trial trial : experiment.trials()) {
      recipes.put(trial.id(), Fingerprint.recipe(trial));
    }
    return recipes;
  }
}
