package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.Experiment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltinExperimentTest {

  @ParameterizedTest
  @EnumSource
  void needsNothingThatDoesNotShipWithTheHarness(BuiltinExperiment builtin)
      throws IOException, NoSuchAlgorithmException {
    Experiment experiment = builtin.read(Path.of("nowhere"), name -> Optional.empty());

    assertThat(experiment.name()).isEqualTo(builtin.id());
    assertThat(experiment.dataset().origin()).isInstanceOf(DatasetOrigin.Builtin.class);
    assertThat(experiment.model().weights()).startsWith("classpath:");
    assertThat(experiment.model().sha256())
        .contains(sha256(experiment.model().weights().substring("classpath:".length())));
  }

  @Test
  void isTheOneThatPeopleSeeBesideTheOthers() {
    Experiment shown =
        ExperimentReader.read(
            Path.of("../../experiments/quickstart.xml"), name -> Optional.empty());

    assertThat(BuiltinExperiment.QUICKSTART.read(Path.of(""), name -> Optional.empty()))
        .isEqualTo(shown);
  }

  private static String sha256(String resource) throws IOException, NoSuchAlgorithmException {
    try (InputStream in = BuiltinExperiment.class.getResourceAsStream("/" + resource)) {
      assertThat(in).as(resource).isNotNull();
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
    }
  }
}
