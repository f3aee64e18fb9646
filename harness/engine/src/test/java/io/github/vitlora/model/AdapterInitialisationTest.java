package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.regime.LoraInitialisation;
import java.io.IOException;
import java.io.InputStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Beside what PEFT 0.21.2 made of the same weights under {@code init_lora_weights="pissa"} and
 * {@code "olora"}, with rank 3 and alpha 2; it leaves signs to the library that decomposes.
 */
class AdapterInitialisationTest {
  private static final int RANK = 3;
  private static final double SCALE = 2.0 / RANK;

  @ParameterizedTest
  @CsvSource({"PISSA, tall", "PISSA, wide", "OLORA, tall", "OLORA, wide"})
  void startsWherePeftDoes(LoraInitialisation initialisation, String layer) throws IOException {
    JsonNode peft =
        peft().path(initialisation.name().toLowerCase(java.util.Locale.ROOT)).path(layer);
    DMatrixRMaj weight = matrix(peft.path("weight"));

    AdapterInitialisation start = AdapterInitialisation.of(initialisation, weight, RANK, SCALE);

    DMatrixRMaj a = matrix(peft.path("A"));
    DMatrixRMaj b = matrix(peft.path("B"));
    for (int i = 0; i < RANK; i++) {
      int sign = start.down().get(i, i) * a.get(i, i) > 0 ? 1 : -1;
      for (int j = 0; j < a.numCols; j++) {
        assertThat(sign * start.down().get(i, j)).isCloseTo(a.get(i, j), within(1e-5));
      }
      for (int j = 0; j < b.numRows; j++) {
        assertThat(sign * start.up().get(j, i)).isCloseTo(b.get(j, i), within(1e-5));
      }
    }
    start.subtractFrom(weight, SCALE);
    assertThat(weight.data).containsExactly(matrix(peft.path("residual")).data, within(1e-5));
  }

  /** Singular vectors have two signs each, and a decomposition may come upon either. */
  @ParameterizedTest
  @CsvSource({"PISSA", "OLORA"})
  void signsAreThoseOfTheLargestComponents(LoraInitialisation initialisation) {
    DMatrixRMaj weight = new DMatrixRMaj(new double[][] {{-4, 0, 0}, {0, -9, 0}, {0, 0, -1}});

    AdapterInitialisation start = AdapterInitialisation.of(initialisation, weight, 2, 1);

    double[] rows =
        initialisation == LoraInitialisation.PISSA
            ? new double[] {0, 3, 0, 2, 0, 0}
            : new double[] {4, 0, 0, 0, 9, 0};
    assertThat(start.down().data).containsExactly(rows);
  }

  @Test
  void aWeightThatIsNotFiniteHasNone() {
    DMatrixRMaj weight = new DMatrixRMaj(new double[][] {{1, Double.NaN}, {2, 3}});

    assertThatThrownBy(() -> AdapterInitialisation.of(LoraInitialisation.PISSA, weight, 1, 1))
        .hasMessageContaining("finite");
  }

  private static JsonNode peft() throws IOException {
    try (InputStream in =
        AdapterInitialisationTest.class.getResourceAsStream("peft-initialisations.json")) {
      return new JsonMapper().readTree(in);
    }
  }

  private static DMatrixRMaj matrix(JsonNode rows) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows.size(), rows.get(0).size());
    for (int i = 0; i < matrix.numRows; i++) {
      for (int j = 0; j < matrix.numCols; j++) {
        matrix.set(i, j, rows.get(i).get(j).asDouble());
      }
    }
    return matrix;
  }
}
