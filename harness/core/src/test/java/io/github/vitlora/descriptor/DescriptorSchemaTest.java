package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.regime.OptimizerKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The schema repeats names that the records know; the two must not drift apart. */
class DescriptorSchemaTest {

  private static final DescriptorSchema SCHEMA = DescriptorSchema.get();

  private static String text() throws IOException {
    try (InputStream in = DescriptorSchema.class.getResourceAsStream("experiment-1.xsd")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String[] enumeration(String type) throws IOException {
    Matcher body =
        Pattern.compile(
                "<xs:simpleType name=\"" + type + "\">(.*?)</xs:simpleType>", Pattern.DOTALL)
            .matcher(text());
    assertThat(body.find()).isTrue();
    return Pattern.compile("<xs:enumeration value=\"(.*?)\"")
        .matcher(body.group(1))
        .results()
        .map(r -> r.group(1))
        .toArray(String[]::new);
  }

  @Test
  void theHarnessAppliesTheSchemaThatLiesBesideTheDescriptors() throws IOException {
    assertThat(text()).isEqualTo(Files.readString(Path.of("../../experiments/experiment-1.xsd")));
  }

  @Test
  void allowsExactlyTheMetricsThatThereAre() throws IOException {
    assertThat(enumeration("Metric"))
        .containsExactly(Arrays.stream(Metric.values()).map(Metric::key).toArray(String[]::new));
  }

  @Test
  void allowsExactlyTheOptimizersThatThereAre() throws IOException {
    assertThat(enumeration("Optimizer"))
        .containsExactly(
            Arrays.stream(OptimizerKind.values())
                .map(o -> o.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
  }

  @Test
  void knowsWhatMayStandWhere() {
    assertThat(SCHEMA.children("dataset")).containsExactly("limit", "transform", "augmentation");
    assertThat(SCHEMA.children("augmentation"))
        .containsExactly("randomResizedCrop", "randAugment", "colourJitter");
    assertThat(SCHEMA.requiredChildren("dataset")).containsExactly("transform");
    assertThat(SCHEMA.attributes("lora"))
        .containsExactly(
            "name",
            "ranks",
            "alpha",
            "targets",
            "dropout",
            "alsoTrain",
            "bias",
            "targetPattern",
            "blocks",
            "targetRanks",
            "scaling",
            "loraPlusRatio",
            "variant",
            "initialisation");
    assertThat(SCHEMA.children("nonsense")).isEmpty();
    assertThat(SCHEMA.attributes("nonsense")).isEmpty();
  }

  @Test
  void wordsWhatEveryAttributeTakes() {
    for (String element : SCHEMA.children("experiment")) {
      for (String attribute : SCHEMA.attributes(element)) {
        assertThat(SCHEMA.allowedValue(element, attribute))
            .as(element + "/@" + attribute)
            .hasValueSatisfying(phrase -> assertThat(phrase).isNotBlank());
      }
    }
  }
}
