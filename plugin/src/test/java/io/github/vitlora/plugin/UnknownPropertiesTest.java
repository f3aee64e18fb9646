package io.github.vitlora.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownPropertiesTest {

  private static final Map<String, Set<String>> READERS =
      Map.of(
          "cache", Set.of("compare", "export"),
          "experiment", Set.of("compare", "export"),
          "trials", Set.of("attention", "compare", "reproduce"),
          "shard", Set.of("compare"));

  private static List<String> warnings(List<String> given, List<String> project) {
    return warnings(given, project, "compare");
  }

  private static List<String> warnings(List<String> given, List<String> project, String... goals) {
    return new UnknownProperties(READERS).warnings(Set.of(goals), given, project);
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

  @Test
  void whatOnlyOtherGoalsReadIsToldWithThem() {
    assertThat(warnings(List.of("vitlora.trials"), List.of(), "export"))
        .containsExactly(
            "The property vitlora.trials has no effect on vitlora:export: it is a parameter of"
                + " vitlora:attention, vitlora:compare and vitlora:reproduce");
  }

  @Test
  void whatAnotherGoalOfTheBuildReadsIsSilent() {
    assertThat(warnings(List.of("vitlora.trials"), List.of(), "compare", "export")).isEmpty();
  }

  @Test
  void whatIsSetForAllGoalsIsSilent() {
    assertThat(warnings(List.of("vitlora.cache"), List.of("vitlora.trials"), "serve")).isEmpty();
  }
}
