package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.testing.Descriptors;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers mean the same and errors read the same on any machine. */
class ExperimentReaderLocaleTest {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "de-DE", "fr-FR", "ja-JP", "zh-CN", "tr-TR", "ar-EG-u-nu-arab"})
  void theMachinesLanguageChangesNothing(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));

    assertThat(Descriptors.read(Descriptors.VALID).training())
        .isEqualTo(TrainingSpec.adam(5, 128, 32, 4e-4));
    assertThat(Descriptors.refusalOf(Descriptors.with("epochs=\"5\"", "epochs=\"0\"")))
        .containsExactly(
            "dogs.xml:11:13: epochs \"0\" is not allowed: epochs takes a whole number between 1 and"
                + " 2147483647");
    assertThat(Descriptors.refusalOf(Descriptors.with("ranks=\"1 8\"", "ranks=\"8 193\"")))
        .containsExactly(
            "dogs.xml:15:11: rank 193 is not allowed: a rank is between 1 and 192 for target"
                + " attn.qkv (192 -> 576)");
    assertThat(Descriptors.refusalOf(Descriptors.with("</regimes>", "</regime>")))
        .containsExactly(
            "dogs.xml:16:5: this is not well-formed XML: The element type \"regimes\" must be"
                + " terminated by the matching end-tag \"</regimes>\".");
  }
}
