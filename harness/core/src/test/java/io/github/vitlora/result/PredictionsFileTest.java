package io.github.vitlora.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.result.Prediction.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionsFileTest {
  private static final String HEADINGS =
      "image,trueClass,predictedClass,probability,trueClassProbability,rank,brier\r\n";

  @TempDir Path folder;

  @Test
  void predictionsComeBackAsTheyWere() {
    List<Prediction> predictions =
        List.of(
            prediction("val/a/1.jpg", "a", "a", 0.75f, 0.75f, 1, Math.nextUp(0.1f)),
            prediction(
                "val/b, \"c\"/ä.jpg", "b, \"c\"", "two\nlines", 0.1f, Float.MIN_VALUE, 9, 1.1f),
            prediction("test/17", " blank ", "#hash", Math.nextDown(1f), 0, 1_000, 2),
            prediction("0/1@90", "90°", "", 1, 1, 1, 0));

    PredictionsFile.write(folder.resolve("new/predictions.csv"), predictions);

    assertThat(PredictionsFile.read(folder.resolve("new/predictions.csv"))).isEqualTo(predictions);
    assertThat(folder.resolve("new")).isDirectoryNotContaining("glob:**/.*");
  }

  private static Prediction prediction(
      String image,
      String trueClass,
      String predicted,
      float probability,
      float ofTrueClass,
      int rank,
      float brier) {
    return new Prediction(
        image,
        trueClass,
        predicted,
        probability,
        ofTrueClass,
        Optional.of(new Standing(rank, brier)));
  }

  @Test
  void filesOfEarlierVersionsHaveTwoColumnsLess() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.csv"),
            "\"image\",\"trueClass\",\"predictedClass\",\"probability\",\"trueClassProbability\"\r\n"
                + "\"val/1.jpg\",\"a\",\"b\",0.75,0.25\r\n");

    List<Prediction> read = PredictionsFile.read(file);

    assertThat(read).containsExactly(new Prediction("val/1.jpg", "a", "b", 0.75f, 0.25f));
    Path again = folder.resolve("again.csv");
    PredictionsFile.write(again, read);
    assertThat(again).hasSameBinaryContentAs(file);
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
              file, List.of(prediction("val/shih tzu/1.jpg", "a", "b, c", 0.1f, 2e-10f, 2, 1.1f)));
    } finally {
      Locale.setDefault(before);
    }

    // Nine digits of the float, and nothing of Java's own text of it.
    assertThat(Files.readString(file))
        .isEqualTo(
            "\"image\",\"trueClass\",\"predictedClass\",\"probability\",\"trueClassProbability\",\"rank\",\"brier\"\r\n"
                + "\"val/shih tzu/1.jpg\",\"a\",\"b, c\",0.100000001,2.00000003E-10,2,1.10000002\r\n");
    assertThat(PredictionsFile.holds(file, sha256)).isTrue();
    Files.writeString(file, "x", java.nio.file.StandardOpenOption.APPEND);
    assertThat(PredictionsFile.holds(file, sha256)).isFalse();
    assertThat(PredictionsFile.holds(folder.resolve("none.csv"), sha256)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,b,1.5,0.5,1,0| line 2: a probability is not in [0, 1]",
        "a,b,b,NaN,0.5,1,0| a probability is not in [0, 1]",
        "a,b,b,much,0.5,1,0| line 2: \"much\" is not a probability",
        "a,b,b,,0.5,1,0| line 2: \"\" is not a probability",
        "a,b,b,0.5,0.5,0,0| line 2: a rank is below 1",
        "a,b,b,0.5,0.5,1.5,0| line 2: \"1.5\" is not a rank",
        "a,b,b,0.5,0.5,1,2.5| line 2: a Brier score is not in [0, 2]",
        "a,b,b,0.5,0.5| line 2: it has 5 values, not 7",
        "a,b,b,0.5,0.5,1,0,1| line 2: it has 8 values, not 7",
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
