package io.github.vitlora.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.testing.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobTest {
  private static final Path PLACE = Path.of("größe und leerzeichen", "50 %").toAbsolutePath();
  private static final TrialFolder TRIAL = new TrialFolder(PLACE);
  private static final JobSettings SETTINGS =
      new JobSettings(
          new SourceSettings(PLACE.resolve("cache"), Optional.of("https://hub.example"), true),
          DeviceChoice.GPU,
          3,
          60,
          1L << 32,
          Optional.of(PLACE.resolve("libtorch")));

  static List<Job> jobs() {
    return List.of(
        new Job.Train(
            Samples.experiment(List.of(1L), List.of(8), List.of()).trials().get(2),
            TRIAL,
            SETTINGS),
        new Job.Attend(
            List.of(TRIAL),
            AttentionSpec.chosen(2),
            List.of(new ImageFile(PLACE.resolve("ä.png"), "ä.png")),
            PLACE,
            SETTINGS),
        new Job.Export(TRIAL, true, PLACE, SETTINGS),
        new Job.Predict(TRIAL, List.of(PLACE.resolve("1.png")), 5, PLACE, SETTINGS));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void isReadAsItWasWritten(Job job) {
    assertThat(Job.read(job.json())).isEqualTo(job);
  }

  @Test
  void settingsAreReadAsTheyWereWritten() {
    assertThat(JobSettings.read(SETTINGS.json())).isEqualTo(SETTINGS);
  }

  @Test
  void whatAnotherVersionWroteIsRefused() {
    String json = new Job.Export(TRIAL, true, PLACE, SETTINGS).json();

    assertThatThrownBy(() -> Job.read(json.replace("\"torchScript\"", "\"onnx\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("this is not a job of this version: ");
    assertThatThrownBy(() -> Job.read("{\"job\" : \"cook\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("this is not a job of this version: ");
  }
}
