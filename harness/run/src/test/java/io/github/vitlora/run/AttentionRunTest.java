package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.Job;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionImage;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small experiment that asks for attention maps, from its descriptor to its report. */
@Tag("slow")
class AttentionRunTest {
  @TempDir static Path folder;
  private static SourceSettings sources;
  private static Experiment experiment;
  private static ExperimentResults results;
  private static Path work;
  private static Path report;

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    sources = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);
    experiment =
        experiment(SmokeTrials.in(folder)).withAttention(Optional.of(AttentionSpec.chosen(2)));
    work = folder.resolve("work");
    report = folder.resolve("report");
    results =
        new ExperimentRun(
                SmokeWorkers.checkpointing(sources.cache()),
                new Sources(sources),
                work,
                new SilentListener())
            .run(experiment, TrialSelection.ALL, report);
  }

  private static Experiment experiment(SmokeTrials material) {
    Trial pattern = material.of(new Regime.FullFineTuning(), 1);
    return new Experiment(
        "smoke",
        "",
        pattern.model(),
        pattern.dataset(),
        pattern.training(),
        List.of(1L),
        // The first starts elsewhere than what all are compared with.
        List.of(
            new Regime.FromScratch(),
            new Regime.FullFineTuning(),
            new Regime.LinearProbe(),
            SmokeTrials.LORA),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  @Test
  void theResultsHaveTheFiguresOfThePretrainedModelAndEveryTrial() {
    assertThat(ResultStore.readExperiment(report.resolve("results.json"))).isEqualTo(results);
    assertThat(results.attention())
        .extracting(AttentionFigures::model)
        .containsExactly(
            "pretrained",
            "from-scratch-seed1",
            "full-seed1",
            "linear-probe-seed1",
            "lora-r4-seed1");
    for (AttentionFigures figures : results.attention()) {
      assertThat(figures.images()).isEqualTo(24);
      assertThat(figures.entropy()).isBetween(0.0, Math.log(17));
      assertThat(figures.headEntropy()).isPositive().isLessThanOrEqualTo(figures.entropy());
      assertThat(figures.distances()).hasSize(2).allSatisfy(heads -> assertThat(heads).hasSize(2));
      assertThat(figures.distance()).isPositive().isLessThan(32 * Math.sqrt(2));
    }
    assertThat(figures("pretrained").cosine()).isEmpty();
  }

  @Test
  void theReportShowsTheDataAndKeepsItWhenItIsWrittenAnew() throws IOException {
    DataPanel data = DataPanel.read(report).orElseThrow();

    assertThat(data.summary().classes())
        .as("20 training images a class, a fifth of them held out")
        .allSatisfy(
            one ->
                assertThat(List.of(one.train(), one.validation(), one.test()))
                    .containsExactly(16, 4, 8))
        .extracting(DataPanel.DataClass::name)
        .containsExactly("disc", "square", "stripe");
    assertThat(Files.readString(report.resolve("index.html")))
        .contains("data/data-panel.json")
        .contains(
            data.pictures().keySet().stream().map(file -> "data/data-panel/" + file).toList());
    assertThat(new TrialMaterial(work).withPicturesOf(report).data())
        .map(DataPanel::summary)
        .contains(data.summary());
  }

  @Test
  void aProbeLeavesTheAttentionAloneAndTrainingChangesIt() {
    AttentionFigures probe = figures("linear-probe-seed1");
    assertThat(probe.cosine().orElseThrow()).isCloseTo(1, within(1e-9));
    assertThat(probe.jensenShannon().orElseThrow()).isCloseTo(0, within(1e-9));
    assertThat(probe.distances()).isEqualTo(figures("pretrained").distances());

    for (String trained : List.of("full-seed1", "lora-r4-seed1")) {
      assertThat(figures(trained).cosine().orElseThrow()).isLessThan(1 - 1e-6);
      assertThat(figures(trained).jensenShannon().orElseThrow()).isBetween(1e-6, Math.log(2));
    }
  }

  @Test
  void theReportHasThePicturesOfEveryModelAndView() throws IOException {
    AttentionResults pictured =
        ResultStore.readAttention(report.resolve("attention/attention.json"));

    assertThat(pictured.images()).hasSize(2);
    assertThat(pictured.images()).extracting(AttentionImage::className).doesNotHaveDuplicates();
    AttentionImage image = pictured.images().get(0);
    assertThat(image.name()).matches("val/(disc|square|stripe)/\\d\\.png");
    assertThat(image.views())
        .extracting(AttentionImage.View::name)
        .containsExactly("average", "rollout", "head 1", "head 2");
    assertThat(image.maps()).hasSize(5 * 4);
    for (AttentionImage.MapFile map : image.maps()) {
      assertThat(side(map.amounts())).isEqualTo(16);
      assertThat(map.changes().isEmpty()).isEqualTo(map.model().equals("pretrained"));
    }
    assertThat(side(image.photograph())).isEqualTo(192);
    assertThat(report.resolve("attention").resolve(image.sheet())).isNotEmptyFile();
    assertThat(pictured.sheets())
        .containsOnlyKeys(
            "pretrained",
            "from-scratch-seed1",
            "full-seed1",
            "linear-probe-seed1",
            "lora-r4-seed1");
    assertThat(Files.readString(report.resolve("index.html")))
        .contains("data/attention.json", "data/attention/" + image.photograph());
  }

  @Test
  void aUsersOwnImagesAreShownWithoutTrainingAgain() throws IOException, InterruptedException {
    Path mine = folder.resolve("mine.png");
    Files.copy(folder.resolve("images/val/disc/0.png"), mine);
    Path again = folder.resolve("again");

    ExperimentResults looked =
        attentionRun(work)
            .run(
                experiment,
                TrialSelection.ALL,
                AttentionSpec.chosen(0),
                List.of(new ImageFile(mine)),
                again);

    assertThat(looked.attention()).isEqualTo(results.attention());
    assertThat(looked.trials()).isEqualTo(results.trials());
    assertThat(ResultStore.readAttention(again.resolve("attention/attention.json")).images())
        .singleElement()
        .satisfies(image -> assertThat(image.name()).isEqualTo("mine.png"))
        .satisfies(image -> assertThat(image.className()).isEmpty());
  }

  @Test
  void whatElseIsLookedAtDoesNotChangeWhatATrialIsComparedWith()
      throws IOException, InterruptedException {
    ExperimentResults one =
        attentionRun(work)
            .run(
                experiment,
                TrialSelection.of("full-*"),
                AttentionSpec.chosen(1),
                List.of(),
                folder.resolve("one"));

    assertThat(one.attention()).containsExactly(figures("pretrained"), figures("full-seed1"));
  }

  @Test
  void anImageThatCannotBeReadIsSaid() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");

    assertThatThrownBy(
            () ->
                attentionRun(work)
                    .run(
                        experiment,
                        TrialSelection.of("full-*"),
                        AttentionSpec.chosen(0),
                        List.of(new ImageFile(broken)),
                        folder.resolve("never")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(broken + " cannot be used: it is none of JPEG, PNG, GIF")
        .hasMessageContaining("attention.log");
  }

  @Test
  void anExperimentThatWasNeverTrainedIsRefused() {
    AttentionRun run =
        new AttentionRun(
            SmokeWorkers.doing(
                job -> {
                  throw new AssertionError("nothing to look at");
                }),
            folder.resolve("elsewhere"),
            new SilentListener());

    assertThatThrownBy(
            () ->
                run.run(
                    experiment,
                    TrialSelection.ALL,
                    AttentionSpec.chosen(2),
                    List.of(),
                    folder.resolve("never")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none of its trials has been trained");
  }

  @Test
  void aTestImageThatIsNotThereIsKnownBeforeAnyTrialIsTrained() {
    Experiment wrong =
        experiment.withAttention(Optional.of(AttentionSpec.named(List.of("val/disc/99.png"))));

    assertThatThrownBy(
            () ->
                new ExperimentRun(
                        SmokeWorkers.doing(
                            job -> {
                              throw new AssertionError("trained");
                            }),
                        new Sources(sources),
                        folder.resolve("untouched"),
                        new SilentListener())
                    .run(wrong, TrialSelection.ALL, folder.resolve("never")))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "<attention> names 'val/disc/99.png', which is none of the 24 test images; they are"
                + " named as 'val/disc/0.png' is");
  }

  @Test
  void mapsThatCannotBeMadeDoNotCostTheReport() {
    Path without = folder.resolve("without");
    ExperimentRun run =
        new ExperimentRun(
            SmokeWorkers.doing(
                job -> {
                  if (!(job instanceof Job.Train train)) {
                    throw new IOException("the disk is full");
                  }
                  ResultStore.writeTrial(
                      train.folder().result(), Samples.completed(train.trial(), 0.5));
                }),
            new Sources(sources),
            folder.resolve("full disk"),
            new SilentListener());

    assertThatThrownBy(() -> run.run(experiment, TrialSelection.of("full-*"), without))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the disk is full")
        .hasMessageContaining("vitlora:attention makes them without training again");
    assertThat(ResultStore.readExperiment(without.resolve("results.json")).trials()).hasSize(1);
  }

  private static AttentionFigures figures(String model) {
    return results.attention().stream()
        .filter(figures -> figures.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private static int side(String picture) throws IOException {
    return ImageIO.read(report.resolve("attention").resolve(picture).toFile()).getWidth();
  }

  private static AttentionRun attentionRun(Path trained) {
    return new AttentionRun(
        SmokeWorkers.checkpointing(sources.cache()), trained, new SilentListener());
  }
}
