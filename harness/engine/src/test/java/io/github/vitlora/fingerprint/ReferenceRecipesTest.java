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

/** What descriptors can say grows; a descriptor that does not say it stays the same recipe. */
class ReferenceRecipesTest {
  private static final Path RESULTS = Path.of("../../reports/reference/quickstart/results.json");

  @Test
  void theTrialsOfQuickstartHaveTheRecipesOfTheirReferenceResults() throws IOException {
    JsonNode reference = new JsonMapper().readTree(RESULTS.toFile());
    Map<String, String> recipes = new HashMap<>();
    for (JsonNode trial : reference.get("trials")) {
      recipes.put(trial.get("id").asText(), trial.at("/provenance/recipe").asText());
    }

    assertThat(recipesOf(BuiltinExperiment.QUICKSTART.read(Path.of(""), name -> Optional.empty())))
        .isEqualTo(recipes);
    assertThat(recipesOf(ExperimentJson.read(reference.get("descriptor")))).isEqualTo(recipes);
  }

  private static Map<String, String> recipesOf(Experiment experiment) {
    Map<String, String> recipes = new HashMap<>();
    for (Trial trial : experiment.trials()) {
      recipes.put(trial.id(), Fingerprint.recipe(trial));
    }
    return recipes;
  }
}
