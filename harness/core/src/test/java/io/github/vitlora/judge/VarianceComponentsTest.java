package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.ConfidenceBounds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code bounds.py} computes {@code bounds.json} from the same predictions with numpy and scipy.
 */
class VarianceComponentsTest {
  private static final double TOLERANCE = 1e-9;

  static Stream<JsonNode> bounds() throws IOException {
    try (InputStream in = VarianceComponentsTest.class.getResourceAsStream("bounds.json")) {
      List<JsonNode> rows = new ArrayList<>();
      new ObjectMapper().readTree(in).forEach(rows::add);
      return rows.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void boundsOfRealPredictionsAreThoseOfAnIndependentImplementation(JsonNode expected)
      throws Exception {
    int rank = Integer.parseInt(expected.get("candidate").asText().substring("lora-r".length()));
    List<Long> seeds = LongStream.rangeClosed(1, expected.get("seeds").asLong()).boxed().toList();

    Evidence evidence = evidence();
    VarianceComponents components =
        evidence.of(
            Samples.lora(rank),
            Optional.of(evidence.against(new Regime.FullFineTuning(), 1)),
            Metric.TEST_ACCURACY,
            seeds);

    assertThat(components.imageCount()).isEqualTo(expected.get("images").asInt());
    equal(components.estimate(), expected, "difference");
    equal(components.images(), expected, "vImages");
    equal(components.seeds(), expected, "vSeeds");
    equal(components.residual(), expected, "vResidual");
    equal(components.discordance().orElseThrow(), expected, "discordant");
    equal(components.degreesOfFreedom(Over.SEEDS), expected, "df");
    for (String confidence : List.of("0.95", "0.975")) {
      ConfidenceBounds bounds = components.bounds(Double.parseDouble(confidence), Over.SEEDS);
      equal(bounds.lower(), expected, "lower" + confidence);
      equal(bounds.upper(), expected, "upper" + confidence);
    }
  }

  private static void equal(double actual, JsonNode expected, String field) {
    assertThat(actual).as(field).isCloseTo(expected.get(field).asDouble(), within(TOLERANCE));
  }

  @Test
  void whereNoImageIsDiscordantTheBoundsAreThoseOfNoneInN() {
    VarianceComponents none = VarianceComponents.of(new double[3][300], Optional.of(0.0));

    ConfidenceBounds bounds = none.bounds(0.95, Over.SEEDS);

    // The rule of three: 3 / 300, nearly.
    assertThat(bounds.lower()).isCloseTo(-0.00994, within(1e-5));
    assertThat(bounds.upper()).isCloseTo(0.00994, within(1e-5));
  }

  @Test
  void figuresOfWholeTrialsHaveStudentsBounds() {
    VarianceComponents seconds = VarianceComponents.ofSeeds(new double[] {10, 12, 14});

    ConfidenceBounds bounds = seconds.bounds(0.95, Over.SEEDS);

    // t(0.95, 2) = 2.919986; standard error 2 / sqrt(3).
    assertThat(bounds.lower()).isCloseTo(12 - 2.919986 * 2 / Math.sqrt(3), within(1e-5));
    assertThat(bounds.images()).isEmpty();
  }

  @Test
  void claimsAboutImagesAloneTakeOneSeed() {
    double[][] table = new double[1][400];
    for (int i = 0; i < 20; i++) {
      table[0][i] = i < 12 ? -1 : 1;
    }

    ConfidenceBounds bounds =
        VarianceComponents.of(table, Optional.of(0.05)).bounds(0.95, Over.IMAGES);

    // Mean -0.01, variance of an image (0.05 - 0.0001) 400 / 399, t(0.95, 399) = 1.648682.
    double error = Math.sqrt((0.05 - 0.0001) / 399);
    assertThat(bounds.lower()).isCloseTo(-0.01 - 1.648682 * error, within(1e-7));
  }

  /** All trials of {@code predictions.csv}. */
  static Evidence evidence() throws IOException {
    Map<String, List<Prediction>> predictions = new HashMap<>();
    List<TrialResult> trials =
        Samples.experiment(List.of(1L, 2L, 3L, 4L), List.of(1, 2, 4, 8), List.of())
            .trials()
            .stream()
            .map(trial -> Samples.completed(trial, 0.8))
            .toList();
    String text;
    try (InputStream in = VarianceComponentsTest.class.getResourceAsStream("predictions.csv")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<String> lines = text.lines().toList();
    List<String> columns = List.of(lines.get(0).split(","));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      for (int i = 2; i < cells.length; i++) {
        predictions
            .computeIfAbsent(columns.get(i), id -> new ArrayList<>())
            .add(new Prediction(cells[0], cells[1], cells[i], 0.9f, 0.9f));
      }
    }
    return new Evidence(trials, predictions);
  }
}
