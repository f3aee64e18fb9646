package io.github.vitlora.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionsFileTest {
  private static final String HEADINGS =
      "image,trueClass,predictedClass,probability,trueClassProbability\r\n";

  @TempDir Path folder;

  @Test
  void predictionsComeBackAsTheyWere() {
    List<Prediction> predictions =
        List.of(
            new Prediction("val/a/1.jpg", "a", "a", 0.75f, 0.75f),
            new Prediction("val/b, \"c\"/ä.jpg", "b, \"c\"", "two\nlines", 0.1f, Float.MIN_VALUE),
            new Prediction("test/17", " blank ", "#hash", Math.nextDown(1f), 0),
            new Prediction("0/1@90", "90°", "", 1, 1));

    PredictionsFile.write(folder.resolve("new/predictions.csv"), predictions);

    assertThat(PredictionsFile.read(folder.resolve("new/predictions.csv"))).isEqualTo(predictions);
    assertThat(folder.resolve("new")).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void theFileIsTheSameEverywhere() throws IOException {
    Path file = folder.resolve("predictions.csv");
    Locale before = Locale.getDefault();
    String sha256;
    try {
      Locale.setDefault(Locale.GERMANY);
      sha256 =
          PredictionsFile.write(
              file, List.of(new Prediction("val/shih tzu/1.jpg", "a", "b, c", 0.1f, 2e-10f)));
    } finally {
      Locale.setDefault(before);
    }

    // Nine digits of the float, and nothing of Java's own text of it.
    assertThat(Files.readString(file))
        .isEqualTo(
            "\"image\",\"trueClass\",\"predictedClass\",\"probability\",\"trueClassProbability\"\r\n"
                + "\"val/shih tzu/1.jpg\",\"a\",\"b, c\",0.100000001,2.00000003E-10\r\n");
    assertThat(PredictionsFile.holds(file, sha256)).isTrue();
    Files.writeString(file, "x", java.nio.file.StandardOpenOption.APPEND);
    assertThat(PredictionsFile.holds(file, sha256)).isFalse();
    assertThat(PredictionsFile.holds(folder.resolve("none.csv"), sha256)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,b,1.5,0.5| line 2: a probability is not in [0, 1]",
        "a,b,b,NaN,0.5| a probability is not in [0, 1]",
        "a,b,b,much,0.5| line 2",
        "a,b,b,,0.5| line 2",
        "a,b,b,0.5| line 2",
        "a,b,b,0.5,0.5,1| line 2",
      })
  void aLineThatIsNoPredictionIsRefusedWithItsPlace(String line, String problem)
      throws IOException {
    Path file = Files.writeString(folder.resolve("p.csv"), HEADINGS + line + "\r\n");

    assertThatThrownBy(() -> PredictionsFile.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContainingAll(file.toString(), "not a file of predictions", problem.strip());
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("epochs.csv"), "trial,regime\r\n1,2\r\n");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "");

    assertThatThrownBy(() -> PredictionsFile.read(other)).isInstanceOf(ResultException.class);
    assertThatThrownBy(() -> PredictionsFile.read(empty)).isInstanceOf(ResultException.class);
    assertThatThrownBy(() -> PredictionsFile.read(folder.resolve("none.csv")))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("there is no such file");
  }
}
