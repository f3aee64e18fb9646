package io.github.vitlora.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Sampling;
import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.testing.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExperimentInWordsTest {
  private static final TrainingSpec PLAIN = TrainingSpec.adam(5, 128, 32, 4e-4);

  @Test
  void anOptimizerIsNamedWithWhatItsNameDoesNotSay() {
    TrainingSpec sgd = PLAIN.withOptimizer(OptimizerKind.SGD);

    assertThat(sentence(PLAIN)).contains("batches of 128, Adam at learning rate 4e-4, seed");
    assertThat(sentence(PLAIN.withOptimizer(OptimizerKind.ADAMW).withWeightDecay(0.05)))
        .contains("batches of 128, AdamW (weight decay 0.05) at learning rate 4e-4");
    assertThat(sentence(sgd)).contains("batches of 128, SGD at learning rate 4e-4");
    assertThat(
            sentence(
                sgd.withWeightDecay(1e-3)
                    .withOptions(
                        TrainingOptionsBuilder.builder().momentum(0.9).nesterov(true).build())))
        .contains("SGD (Nesterov momentum 0.9, weight decay 0.001) at learning rate 4e-4");
  }

  @Test
  void whatChangesTheTrainingIsSaid() {
    assertThat(
            sentence(
                PLAIN
                    .withSchedule(ScheduleKind.COSINE)
                    .withOptions(
                        TrainingOptionsBuilder.builder()
                            .gradientClipping(Optional.of(1.0))
                            .labelSmoothing(0.1)
                            .layerDecay(Optional.of(0.75))
                            .dropPath(0.1)
                            .build())))
        .contains(
            "Adam at learning rate 4e-4, falling along a cosine, gradients clipped at norm 1,"
                + " label smoothing 0.1 (in training losses too), layer decay 0.75, drop path 0.1,"
                + " seed 1.");
  }

  @Test
  void whatMakesUpForSmallClassesIsSaid() {
    TrainingSpec weighted =
        PLAIN.withOptions(
            TrainingOptionsBuilder.builder().classWeights(ClassWeights.BALANCED).build());
    TrainingSpec drawn =
        PLAIN.withOptions(TrainingOptionsBuilder.builder().sampling(Sampling.BALANCED).build());

    assertThat(sentence(weighted))
        .contains("4e-4, balanced class weights (in training losses too), seed 1.");
    assertThat(sentence(drawn)).contains("4e-4, balanced sampling, seed 1.");
    assertThat(ExperimentInWords.parameters(weighted)).containsEntry("class weights", "balanced");
    assertThat(ExperimentInWords.parameters(drawn)).containsEntry("sampling", "balanced");
    assertThat(ExperimentInWords.parameters(PLAIN)).isEmpty();
  }

  @Test
  void whatIsChosenOnValidationImagesIsSaid() {
    assertThat(
            sentence(
                PLAIN
                    .withOptions(
                        TrainingOptionsBuilder.builder()
                            .earlyStopping(Optional.of(new EarlyStopping(3, EarlyStopping.On.LOSS)))
                            .build())
                    .withLearningRates(List.of(1e-4, 1e-3))))
        .contains(
            "Adam at learning rate 1e-4 or 0.001 (the best on validation images), ended after 3"
                + " epochs without a better validation loss, seed 1.");
  }

  @Test
  void aSearchIsSaidInPlaceOfARate() {
    assertThat(sentence(PLAIN.withAutoLearningRate().withSchedule(ScheduleKind.COSINE)))
        .contains(
            "Adam at a learning rate that each regime's first seed searches on validation images,"
                + " falling along a cosine, seed 1.");
  }

  @Test
  void whatIsDoneToTrainingImagesIsSaid() {
    DatasetSpec plain = Samples.experiment(List.of(1L), List.of(8), List.of()).dataset();
    AugmentationSpec all =
        new AugmentationSpec(
                0.5, Optional.of(new AugmentationSpec.ResizedCrop(0.08, 1, 0.75, 4 / 3.0)))
            .with(
                to ->
                    to.randAugment(new AugmentationSpec.RandAugment(2, 9))
                        .colourJitter(new AugmentationSpec.ColourJitter(0.4, 0.3, 0, 0.1)))
            .withMixup(0.2);

    assertThat(ExperimentInWords.data(plain)).doesNotContain("training images cropped");
    assertThat(ExperimentInWords.data(plain.withAugmentation(all)))
        .endsWith(
            ", training images cropped at random (area 0.08 to 1, ratio 0.75 to 1.333), flipped"
                + " with probability 0.5, RandAugment of 2 operations at magnitude 9, colours"
                + " changed (brightness 0.4, contrast 0.3, saturation 0, hue 0.1), mixed in pairs"
                + " (mixup, alpha 0.2)");
  }

  private static String sentence(TrainingSpec recipe) {
    Experiment e = Samples.experiment(List.of(1L), List.of(8), List.of());
    return ExperimentInWords.sentence(
        new Experiment(
            e.name(),
            e.description(),
            e.model(),
            e.dataset(),
            recipe,
            e.seeds(),
            e.regimes(),
            e.overrides(),
            e.expectations(),
            List.of(),
            Optional.empty()),
        Optional.empty());
  }
}
