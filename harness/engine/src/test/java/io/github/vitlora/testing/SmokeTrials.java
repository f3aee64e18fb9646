package io.github.vitlora.testing;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Trials that run in seconds: drawn images, and a small network with weights of its own. */
public final class SmokeTrials {
  private static final String IMAGES = "images";
  private static final String CHECKPOINT = "backbone.safetensors";

  /** The network's. */
  public static final String ARCHITECTURE = "vit_smoke_patch8_32";

  /** LoRA of rank 4 with dropout, on two of the four dense layers. */
  public static final Regime.Lora LORA =
      new Regime.Lora("lora", 4, 8, List.of("attn.qkv", "mlp.fc1"), 0.1);

  private final Path images;
  private final Path checkpoint;

  private SmokeTrials(Path images, Path checkpoint) {
    this.images = images;
    this.checkpoint = checkpoint;
  }

  /**
   * Draws the images and writes the weights, for tests in other modules.
   *
   * @param arguments the folder to put them in
   */
  public static void main(String[] arguments) throws IOException {
    in(Files.createDirectories(Path.of(arguments[0])));
  }

  /** Trials over what {@link #in} made before. */
  static SmokeTrials existing(Path folder) {
    return new SmokeTrials(folder.resolve(IMAGES), folder.resolve(CHECKPOINT));
  }

  /** Draws the images and writes the weights below {@code folder}. */
  public static SmokeTrials in(Path folder) throws IOException {
    Path checkpoint = folder.resolve(CHECKPOINT);
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel backbone =
            TunableModel.fromScratch(
                manager,
                Architecture.named(ARCHITECTURE).orElseThrow(),
                7,
                new Regime.FullFineTuning(),
                new RandomStreams(99))) {
      backbone.save(checkpoint);
    }
    return new SmokeTrials(Drawings.draw(folder.resolve(IMAGES), 20, 8), checkpoint);
  }

  /** Two epochs of {@code regime}. */
  public Trial of(Regime regime, long seed) {
    return of(regime, seed, 3e-3);
  }

  /** Two epochs of {@code regime} at another learning rate. */
  public Trial of(Regime regime, long seed, double learningRate) {
    return of(regime, seed, TrainingSpec.adam(2, 16, 6, learningRate));
  }

  /** {@code regime} by another recipe. */
  public Trial of(Regime regime, long seed, TrainingSpec recipe) {
    return new Trial(
        "smoke",
        new ModelSpec(ARCHITECTURE, checkpoint.toUri().toString(), Optional.empty()),
        new DatasetSpec(
            new DatasetOrigin.Directory(images.toString()),
            "train",
            "val",
            0.2,
            DatasetSpec.Limit.NONE,
            new TransformSpec(32, 32, List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f)),
            Optional.empty()),
        recipe,
        regime,
        seed);
  }

  /** The same trial on images that are changed at random. */
  public Trial augmented(Trial trial, AugmentationSpec augmentation) {
    return trial.withDataset(trial.dataset().withAugmentation(augmentation));
  }

  /** The drawn images. */
  public Path images() {
    return images;
  }

  /** The network's weights. */
  public Path checkpoint() {
    return checkpoint;
  }

  /** An experiment of these regimes on the same images and by the same recipe, under seed 1. */
  public Experiment experiment(String name, Regime... regimes) {
    Trial pattern = of(regimes[0], 1);
    return new Experiment(
        name,
        "",
        pattern.model(),
        pattern.dataset(),
        pattern.training(),
        List.of(1L),
        List.of(regimes),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
