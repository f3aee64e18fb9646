package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.testing.Descriptors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialJsonTest {

  static List<Trial> trials() {
    String allOptions =
        Descriptors.VALID
            .replace("archive=\"https", "sha256=\"" + "0f".repeat(32) + "\" archive=\"https")
            .replace(
                "optimizer=\"adam\"",
                "microBatch=\"7\" optimizer=\"sgd\" momentum=\"0.9\" nesterov=\"true\""
                    + " gradientClipping=\"1\" labelSmoothing=\"0.1\" classWeights=\"balanced\" layerDecay=\"0.75\" dropPath=\"0.1\""
                    + " earlyStopping=\"3\" earlyStoppingOn=\"validationLoss\"")
            .replace(
                "dropout",
                "alsoTrain=\"norm1 norm\" bias=\"all\" blocks=\"0-3 5\" targetRanks=\"fc2=3\""
                    + " variant=\"dora\" initialisation=\"olora\" scaling=\"rslora\""
                    + " loraPlusRatio=\"4\" dropout")
            .replace(
                "<linearProbe/>",
                "<bitFit/><layerNormTuning/><fromScratch/><nearestMean/><nearestNeighbours/><linearProbe fit=\"optimal\"/><lastBlocks count=\"3\"/>"
                    + "<lora name=\"x\" ranks=\"3\" targetPattern=\".*fc.\"/>");
    String others =
        Descriptors.VALID
            .replace("archive=\"https://example.org/dogs.tgz\"", "directory=\"dogs\"")
            .replace("classes=\"2\"", "")
            .replace("<limit trainPerClass=\"100\" testPerClass=\"50\"/>", "<limit/>");
    String idx =
        Descriptors.VALID.replace("archive=\"https://example.org/dogs.tgz\"", "idx=\"mnist\"");
    String builtin =
        Descriptors.VALID
            .replace("archive=\"https://example.org/dogs.tgz\"", "builtin=\"fashion-mnist-3000\"")
            .replace("train=\"train\" test=\"val\"", "");
    String augmented =
        Descriptors.with(
            "<transform",
            "<augmentation flip=\"0.5\" mixup=\"0.2\"><randomResizedCrop/><randAugment/>"
                + "<colourJitter hue=\"0.1\"/></augmentation><transform");
    String rates =
        Descriptors.VALID
            .replace("learningRate=\"4e-4\"", "learningRates=\"1e-4 3e-4\"")
            .replace("<fullFineTuning/>", "<fullFineTuning learningRates=\"1e-5 3e-5\"/>");
    String drawn =
        Descriptors.with("optimizer=\"adam\"", "sampling=\"balanced\"")
            .replace("<fullFineTuning/>", "<fullFineTuning sampling=\"shuffled\"/>");
    return List.of(allOptions, others, idx, builtin, augmented, rates, drawn).stream()
        .flatMap(xml -> Descriptors.read(xml).trials().stream())
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trials")
  void aTrialIsReadAsItWasWritten(Trial trial) {
    assertThat(Trial.read(trial.json())).isEqualTo(trial);
  }

  @Test
  void numbersStayAsTheDescriptorHasThem() {
    assertThat(Descriptors.read(Descriptors.VALID).trials().get(6).json())
        .contains("0.3")
        .doesNotContain("0.30000001")
        .contains("\"learningRate\" : 4.0E-4")
        .contains("\"kind\" : \"lora\"")
        .contains("\"kind\" : \"archive\"")
        .doesNotContain("\"id\"", "\"slug\"", "\"scale\"", "present");
  }

  /** So that recipes' hashes stay what they were before there were options. */
  @Test
  void optionsThatAreNotUsedAreNotWritten() {
    Trial trial = Descriptors.read(Descriptors.VALID).trials().get(6);

    assertThat(trial.json())
        .doesNotContain("options", "alsoTrain", "augmentation", "layerDecay", "dropPath")
        .doesNotContain("classWeights", "sampling");
    assertThat(
            Descriptors.read(
                    Descriptors.with(
                        "optimizer=\"adam\"", "classWeights=\"none\" sampling=\"shuffled\""))
                .trials()
                .get(6)
                .json())
        .isEqualTo(trial.json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{ \"alsoTrain\" : null }", "{ \"alsoTrane\" : [ ] }", "[ ]"})
  void optionsThatMakeNoSenseAreRefused(String options) {
    String json = Descriptors.read(Descriptors.VALID).trials().get(6).json();
    String edited = json.replace("\"dropout\"", "\"options\" : " + options + ", \"dropout\"");

    assertThatThrownBy(() -> Trial.read(edited))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("this is not a trial");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"seed\" : 1",
        "\"epochs\" : 5",
        "\"kind\" : \"fullFineTuning\"",
        "\"validationFraction\" : 0.1",
      })
  void aFieldThatIsUnknownOrMissingIsRefused(String field) {
    Trial trial = Descriptors.read(Descriptors.VALID).trials().get(0);
    String json = trial.json();
    String name = field.substring(1, field.indexOf('"', 1));
    assertThat(json).contains(field);

    assertThatThrownBy(() -> Trial.read(json.replace(field, field + ", \"warmup\" : 3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("warmup")
        .hasMessageContaining("line ");
    assertThatThrownBy(() -> Trial.read(json.replace("\"" + name + "\"", "\"" + name + "2\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "{", "{\"seed\":1} {\"seed\":2}", "trial"})
  void whatIsNoTrialIsRefused(String json) {
    assertThatThrownBy(() -> Trial.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("this is not a trial");
  }

  @Test
  void whatFollowsATrialIsRefused() {
    String json = Descriptors.read(Descriptors.VALID).trials().get(0).json();
    assertThatThrownBy(() -> Trial.read(json + " {}")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Trial.read(json + "\n").model().sha256()).isEqualTo(Optional.empty());
  }
}
