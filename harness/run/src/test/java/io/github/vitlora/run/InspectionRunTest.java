package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.experiment.DatasetOptions;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with images is known before a trial starts. */
class InspectionRunTest {
  @TempDir private Path folder;
  private SmokeTrials material;
  private Experiment experiment;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void draw() throws IOException {
    material = SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
    experiment = material.experiment("drawings", new Regime.LinearProbe());
  }

  private InspectionRun run() {
    return new InspectionRun(
        SmokeWorkers.doing(job -> {}),
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true)),
        folder.resolve("work"),
        new SilentListener() {
          @Override
          public void warning(String what) {
            warnings.add(what);
          }
        });
  }

  private Path aClass(String split) throws IOException {
    try (var classes = Files.list(material.images().resolve(split))) {
      return classes.sorted().findFirst().orElseThrow();
    }
  }

  private Experiment with(DatasetOptions options) {
    return experiment.withDataset(experiment.dataset().withOptions(options));
  }

  @Test
  void allImagesThatCannotBeReadAreNamedAndNothingIsTrained() throws Exception {
    for (int i = 0; i < 25; i++) {
      Files.createFile(aClass("train").resolve("empty-%02d.jpg".formatted(i)));
    }

    assertThatThrownBy(() -> run().beforeTraining(experiment))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("25 of ")
        .hasMessageContaining("empty-00.jpg: ")
        .hasMessageContaining("empty-19.jpg: ")
        .hasMessageNotContaining("empty-20.jpg: ")
        .hasMessageContaining("and 5 more, which vitlora:inspect lists")
        .hasMessageContaining("unreadable=\"skip\"");
  }

  @Test
  void theOthersAreUsedWhereThatIsMeant() throws Exception {
    Files.createFile(aClass("train").resolve("empty.jpg"));
    Experiment skipping = with(DatasetOptions.PLAIN.withUnreadable(DatasetOptions.Unreadable.SKIP));

    Inspection found = run().beforeTraining(skipping).orElseThrow();

    assertThat(warnings).singleElement().asString().startsWith("1 of ").contains("empty.jpg");
    String name = material.images().relativize(aClass("train").resolve("empty.jpg")).toString();
    assertThat(found.readable(skipping).dataset().options().leftOut())
        .containsExactly(name.replace('\\', '/'));
    assertThat(found.readable(skipping).trials().get(0).dataset().options().leftOut()).hasSize(1);
  }

  @Test
  void imagesInTwoSplitsAreRefusedWhereThatIsMeant() throws Exception {
    try (var images = Files.list(aClass("train"))) {
      Files.copy(images.sorted().findFirst().orElseThrow(), aClass("val").resolve("again.png"));
    }

    assertThat(run().beforeTraining(experiment)).isPresent();
    assertThat(warnings).anyMatch(text -> text.contains("again.png"));
    assertThatThrownBy(
            () ->
                run()
                    .beforeTraining(
                        with(DatasetOptions.PLAIN.withDuplicates(DatasetOptions.Duplicates.FAIL))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("duplicates=\"fail\" allows none")
        .hasMessageContaining("again.png");
  }

  @Test
  void aDataSetThatIsNoFilesIsNotLookedAtBeforeTraining() throws Exception {
    assertThat(
            run()
                .beforeTraining(
                    experiment.withDataset(
                        experiment.dataset().withOrigin(new DatasetOrigin.Fractals(3)))))
        .isEmpty();
  }
}
