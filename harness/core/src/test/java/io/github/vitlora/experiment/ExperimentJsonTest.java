package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.testing.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentJsonTest {

  static List<Path> descriptors() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../experiments"))) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void aDescriptorComesBackWholeFromText(Path descriptor) throws IOException {
    Experiment experiment =
        ExperimentReader.read(descriptor, name -> Optional.of(System.getProperty("user.home")));

    JsonNode json = new ObjectMapper().readTree(ExperimentJson.write(experiment).toString());

    assertThat(ExperimentJson.read(json)).isEqualTo(experiment);
  }

  @Test
  void anExperimentOfAnEarlierVersionAsksForNoAttention() {
    Experiment experiment = Descriptors.read(Descriptors.VALID);
    ObjectNode json =
        (ObjectNode)
            ExperimentJson.write(
                experiment.withAttention(Optional.of(AttentionSpec.named(List.of("val/1.jpg")))));
    assertThat(ExperimentJson.read(json).attention())
        .contains(AttentionSpec.named(List.of("val/1.jpg")));

    json.remove("attention");

    assertThat(ExperimentJson.read(json)).isEqualTo(experiment);
  }

  /** They have been trained on, and must be tested on, images as they are stored. */
  @Test
  void anExperimentOfAnEarlierVersionIgnoredHowCamerasWereHeld() {
    Experiment experiment = Descriptors.read(Descriptors.VALID);
    ObjectNode json = (ObjectNode) ExperimentJson.write(experiment);
    assertThat(ExperimentJson.read(json)).isEqualTo(experiment);
    assertThat(experiment.dataset().orientation()).isEqualTo(Orientation.APPLY);

    ((ObjectNode) json.get("dataset")).remove("orientation");

    assertThat(ExperimentJson.read(json).dataset())
        .isEqualTo(experiment.dataset().withOrientation(Orientation.IGNORE));
  }

  /** What is hashed are the images, of which only those that are turned change. */
  @Test
  void theRecipeIsTheSameHoweverImagesLie() {
    Trial applied = Descriptors.read(Descriptors.VALID).trials().get(0);
    Trial ignored =
        Descriptors.read(
                Descriptors.VALID.replace(
                    "train=\"train\"", "train=\"train\" orientation=\"ignore\""))
            .trials()
            .get(0);

    assertThat(ignored.dataset().orientation()).isEqualTo(Orientation.IGNORE);
    assertThat(Trial.read(ignored.json())).isEqualTo(ignored);
    assertThat(applied.json()).doesNotContain("orientation");
    assertThat(ignored.withoutSources().json()).isEqualTo(applied.withoutSources().json());
  }

  /** Results may come from anywhere, and names become folders that are written and deleted. */
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/home/me/project", "../x", "./../../src", "a/b", "C:x"})
  void aNameThatIsAWayElsewhereIsRefused(String name) {
    ObjectNode experiment = (ObjectNode) ExperimentJson.write(Descriptors.read(Descriptors.VALID));
    experiment.put("name", name);
    ObjectNode regime = (ObjectNode) ExperimentJson.write(Descriptors.read(Descriptors.VALID));
    ((ObjectNode) regime.get("regimes").get(2)).put("name", name);

    for (ObjectNode json : List.of(experiment, regime)) {
      assertThatThrownBy(() -> ExperimentJson.read(json))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the name '" + name + "' is not");
    }
  }

  /** In the words in which a descriptor is refused. */
  @ParameterizedTest
  @CsvSource({
    "/training, epochs, 0, a whole number between 1 and 2147483647",
    "/training, learningRate, -1, a finite number above 0",
    "/training, warmupFraction, 1, a number of at least 0 and below 1",
    "/dataset, validationFraction, 1.5, a number of at least 0 and below 1",
    "/dataset, classes, 1, a whole number between 2 and 2147483647",
    "/dataset/limit, trainPerClass, 0, a whole number between 1 and 2147483647",
    "/dataset/transform, crop, -3, a whole number between 1 and 2147483647",
    "/regimes/2, rank, 0, a whole number between 1 and 2147483647",
    "/regimes/2, alpha, 0, a finite number above 0",
    "/regimes/2, dropout, 1, a number of at least 0 and below 1"
  })
  void aNumberThatNoDescriptorCanHaveIsRefused(
      String at, String name, double value, String allowed) {
    ObjectNode json = (ObjectNode) ExperimentJson.write(Descriptors.read(Descriptors.VALID));
    ObjectNode object = (ObjectNode) json.at(at);
    if (object.get(name).isIntegralNumber()) {
      object.put(name, (int) value);
    } else {
      object.put(name, value);
    }

    assertThatThrownBy(() -> ExperimentJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("this is not an experiment of this version")
        .hasMessageContaining(" is not allowed: %s takes %s".formatted(name, allowed));
  }

  @Test
  void whatThisVersionDoesNotKnowIsRefused() {
    ObjectNode json = (ObjectNode) ExperimentJson.write(Descriptors.read(Descriptors.VALID));
    ((ObjectNode) json.get("training")).put("warmup", 3);

    assertThatThrownBy(() -> ExperimentJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not an experiment of this version")
        .hasMessageContaining("warmup");
  }

  @Test
  void whatIsMissingIsRefused() {
    ObjectNode json = (ObjectNode) ExperimentJson.write(Descriptors.read(Descriptors.VALID));
    json.remove("seeds");

    assertThatThrownBy(() -> ExperimentJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seeds");
    assertThatThrownBy(() -> ExperimentJson.read(NullNode.getInstance()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
