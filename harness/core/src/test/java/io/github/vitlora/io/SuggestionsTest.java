package io.github.vitlora.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

  private static final List<String> NAMES = List.of("testAccuracy", "testLoss", "savedBytes");

  @ParameterizedTest
  @CsvSource({
    "testAcuracy, testAccuracy",
    "TESTACCURACY, testAccuracy",
    "test_loss, testLoss",
    "savedByte, savedBytes"
  })
  void theNearestNameIsSuggested(String given, String meant) {
    assertThat(Suggestions.nearest(given, NAMES)).contains(meant);
  }

  @Test
  void nothingIsSuggestedWhereNothingIsNear() {
    assertThat(Suggestions.nearest("speed", NAMES)).isEmpty();
    assertThat(Suggestions.nearest("", NAMES)).isEmpty();
    assertThat(Suggestions.hint("speed", NAMES)).isEmpty();
  }

  @Test
  void ofEquallyNearNamesTheFirstOfTheAlphabetIsSuggested() {
    assertThat(Suggestions.hint("fc3", List.of("fc2", "fc1"))).isEqualTo("; did you mean fc1?");
  }
}
