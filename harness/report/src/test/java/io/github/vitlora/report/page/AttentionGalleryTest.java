package io.github.vitlora.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.AttentionSamples;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionGalleryTest {
  private static final Experiment EXPERIMENT =
      Samples.experiment(List.of(1L, 2L), List.of(4), List.of());

  @TempDir Path temporary;

  private static ExperimentResults results() {
    List<TrialResult> trials = Samples.allCompleted(EXPERIMENT);
    ExperimentResults results =
        Comparison.results(EXPERIMENT, Optional.of(Samples.ENVIRONMENT), trials);
    return results.withAttention(AttentionSamples.figures(trials));
  }

  @Test
  void aRowIsTheMeanOverARegimesSeeds() {
    AttentionSection section = AttentionSection.of(results(), List.of());

    assertThat(section.rows())
        .extracting(AttentionSection.Row::label)
        .containsExactly("pretrained", "full fine-tuning", "linear probe", "LoRA r=4");
    // Of cosines 0.96 and 0.95, the fifth and sixth of the samples.
    assertThat(section.rows().get(3).cells())
        .containsExactly("4.619", "4.119", "81.3", "0.9550", "0.0225");
    assertThat(section.rows().get(3).distances()).containsExactly("42.0", "81.3");
    assertThat(section.testImages()).isEqualTo(500);
  }

  @Test
  void aTrialCarriesItsMapsAsOnePicture() throws IOException {
    AttentionGallery gallery = gallery(pictures());

    assertThat(gallery.sheet("full-seed1")).isPresent();
    assertThat(gallery.sheet("full-seed2")).as("pictures are of the first seed").isEmpty();
    assertThat(temporary.resolve("report/attention/attention.json")).isRegularFile();
  }

  @Test
  void figuresWithoutPicturesAreShownAlone() throws IOException {
    assertThat(gallery(temporary.resolve("nothing")).sheet("full-seed1")).isEmpty();
  }

  @Test
  void noFileIsReadThatLiesElsewhere() throws IOException {
    Path pictures = pictures();
    Files.writeString(temporary.resolve("secret"), "not for the report");
    ResultStore.writeAttention(
        pictures.resolve(AttentionResults.FILE),
        new AttentionResults(List.of(), List.of(), Map.of("full-seed1", "../../secret")));

    assertThatThrownBy(() -> gallery(pictures).sheet("full-seed1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names ../../secret, which is elsewhere");
  }

  @Test
  void resultsOfAnEarlierVersionHaveNoAttention() throws IOException {
    Path file = temporary.resolve("results.json");
    ResultStore.writeExperiment(file, results().withAttention(List.of()));
    assertThat(new ObjectMapper().readTree(file.toFile()).has("attention")).isFalse();

    assertThat(ResultStore.readExperiment(file).attention()).isEmpty();
  }

  @Test
  void figuresComeBackFromDiskAsTheyWere() {
    Path file = temporary.resolve("results.json");
    ResultStore.writeExperiment(file, results());

    List<AttentionFigures> read = ResultStore.readExperiment(file).attention();
    assertThat(read).isEqualTo(results().attention());
  }

  private AttentionGallery gallery(Path pictures) throws IOException {
    return AttentionGallery.of(
        results(), Optional.of(pictures), temporary.resolve("report/attention"));
  }

  private Path pictures() throws IOException {
    List<String> models =
        Stream.of("pretrained", "full-seed1", "linear-probe-seed1", "lora-r4-seed1").toList();
    return AttentionSamples.pictures(models, temporary.resolve("pictures"));
  }
}
