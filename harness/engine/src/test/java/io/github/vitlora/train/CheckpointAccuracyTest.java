package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.batch.BatchLoader;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.learner.LossAndAccuracy;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SharedMaterial;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real checkpoint under its own head, through our own image pipeline. */
@Tag("slow")
class CheckpointAccuracyTest {
  /** What ImageNet's 1000 classes call ImageWoof's ten breeds, in the order of their folders. */
  private static final int[] IMAGENET = {155, 159, 162, 167, 182, 193, 207, 229, 258, 273};

  @TempDir Path cache;

  @Test
  void classifiesPhotographsOfDogsAsTrainedTo() throws IOException {
    Path archive = SharedMaterial.file("hub/imagewoof2-320-mini.tgz");
    DatasetSpec spec =
        new DatasetSpec(
            new DatasetOrigin.Archive(archive.toUri().toString(), Optional.empty()),
            "train",
            "val",
            0,
            DatasetSpec.Limit.NONE,
            new TransformSpec(
                224, 224, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f)),
            Optional.of(10));
    Dataset dataset =
        Dataset.open(spec, new Sources(new SourceSettings(cache, Optional.empty(), true)));
    List<LabelledImage> test =
        dataset.splits(1).test().stream()
            .map(image -> new LabelledImage(image.image(), IMAGENET[image.label()]))
            .toList();

    LossAndAccuracy tally = LossAndAccuracy.NONE;
    DecodedCache images = new DecodedCache(new ImageTransform(spec.transform()), 0);
    try (NDManager manager = NDManager.newBaseManager();
        SafetensorsFile checkpoint =
            SafetensorsFile.open(
                SharedMaterial.file("hub/timm/deit_tiny_patch16_224.fb_in1k/model.safetensors"));
        TunableModel model =
            TunableModel.whole(
                manager, Architecture.named("deit_tiny_patch16_224").orElseThrow(), checkpoint);
        BatchLoader batches = new BatchLoader(test, images, 32, 1)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        try (NDManager scope = manager.newSubManager()) {
          NDArray logits = model.network().logits(batch.toPixels(scope), false);
          tally = tally.plus(LossAndAccuracy.of(logits, batch.labels(scope)));
        }
      }
    }

    assertThat(tally.images()).isEqualTo(500);
    assertThat(tally.accuracy()).as("top-1 of 1000 classes: %s", tally).isGreaterThanOrEqualTo(0.7);
  }
}
