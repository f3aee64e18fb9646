package io.github.vitlora.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownPropertiesTest {

  private static final List<String> KNOWN = List.of("experiment", "experiments", "trials", "shard");

  private static List<String> warnings(List<String> given, List<String> project) {
    return UnknownProperties.of(KNOWN, given, project);
  }

  @Test
  void whatIsKnownOrNotOursIsSilent() {
    assertThat(warnings(List.of("vitlora.experiment", "skipTests"), List.of("vitlora.trials")))
        .isEmpty();
  }

  @Test
  void aMisspeltPropertyIsToldWithTheNearest() {
    assertThat(warnings(List.of("vitlora.epxeriment"), List.of()))
        .containsExactly(
            "The property vitlora.epxeriment is no goal's parameter; did you mean"
                + " vitlora.experiment?");
  }

  @Test
  void oneThatIsNearNothingIsTold() {
    assertThat(warnings(List.of("vitlora.colour"), List.of()))
        .singleElement()
        .asString()
        .startsWith("The property vitlora.colour is no goal's parameter, and has no effect");
  }

  @Test
  void aProjectsPropertyIsToldOnlyWhereItIsNearOne() {
    assertThat(warnings(List.of(), List.of("vitlora.version", "vitlora.trails")))
        .singleElement()
        .asString()
        .contains("vitlora.trails", "vitlora.trials");
  }
}
