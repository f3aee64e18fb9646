package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.run.ReportRun.ResultFile;
import io.github.vitlora.testing.FirstVersion;
import io.github.vitlora.verdict.ExpectationOutcome;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A descriptor and results that the first version wrote: docs/upgrading.md promises both. */
@Tag("slow")
class EarlierVersionsTest {

  private static final String DESCRIPTOR = "imagewoof-mini-of-the-first-version.xml";

  @TempDir Path temporary;

  @Test
  void aDescriptorOfTheFirstVersionMeansWhatItMeant() throws Exception {
    assertThat(descriptor().trials())
        .extracting("id")
        .containsExactly(
            "full-seed1", "linear-probe-seed1", "lora-r1-seed1", "lora-r4-seed1", "lora-r16-seed1");
    assertThat(descriptor().attention()).isEmpty();
  }

  @Test
  void resultsOfTheFirstVersionStillMakeAReport() throws Exception {
    Path results = FirstVersion.results(temporary);
    Path report = temporary.resolve("imagewoof-mini");

    ExperimentResults reported =
        new ReportRun(temporary.resolve("work"))
            .run(
                descriptor(),
                List.of(new ResultFile("first version", results)),
                report,
                Optional.empty());

    assertThat(reported.trials()).isEqualTo(ResultStore.readExperiment(results).trials());
    assertThat(reported.expectations()).hasSize(5).allMatch(ExpectationOutcome::passed);
    assertThat(report.resolve("index.html")).isNotEmptyFile();
    assertThat(report.resolve("summary.md"))
        .content()
        .contains("| full fine-tuning | 1/1 | 80.40 % |");
  }

  private static Experiment descriptor() throws URISyntaxException {
    return ExperimentReader.read(resource(DESCRIPTOR), name -> Optional.empty());
  }

  private static Path resource(String name) throws URISyntaxException {
    URL file = EarlierVersionsTest.class.getResource(name);
    return Path.of(file.toURI());
  }
}
