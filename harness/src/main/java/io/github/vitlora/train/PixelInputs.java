package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.data.Augmentation;
import io.github.vitlora.data.Batch;
import io.github.vitlora.data.BatchLoader;
import io.github.vitlora.data.Batches;
import io.github.vitlora.data.CropStore;
import io.github.vitlora.data.Crops;
import io.github.vitlora.data.DecodedCache;
import io.github.vitlora.data.ImageTransform;
import io.github.vitlora.data.LabelledImage;
import io.github.vitlora.data.MixedBatches;
import io.github.vitlora.data.PixelBuffer;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.RandomStreams;
import java.util.List;
import java.util.Optional;

/** Normalised pixels, {@code (b, channels, S, S)}, decoded ahead while the network computes. */
final class PixelInputs implements Inputs {
  private static final long DECODED_BYTES = 256L << 20;

  /** The cores are the network's; decoding takes what is left. */
  private static final int DECODING_THREADS = 1;

  private final DecodedCache images;
  private final Optional<Augmentation> augmentation;
  private final AugmentationSpec augmentations;
  private final RandomStreams random;
  private final PixelBuffer buffer = new PixelBuffer();

  /**
   * Shows no image yet.
   *
   * @param dataset how images are transformed and, in training, changed
   * @param random of the trial
   * @param crops where decoded images outlive the trial
   */
  PixelInputs(DatasetSpec dataset, RandomStreams random, Optional<CropStore> crops) {
    images = new DecodedCache(new ImageTransform(dataset.transform()), DECODED_BYTES, crops);
    augmentations = dataset.augmentation();
    this.random = random;
    augmentation =
        Optional.of(dataset.augmentation())
            .filter(AugmentationSpec::changesImages)
            .map(spec -> new Augmentation(spec, random));
  }

  ImageTransform transform() {
    return images.transform();
  }

  @Override
  public Batches pass(List<LabelledImage> order, int size) {
    return new BatchLoader(order, images, size, DECODING_THREADS);
  }

  @Override
  public Batches epoch(List<LabelledImage> order, int epoch, int first, int size) {
    Crops shown =
        augmentation.<Crops>map(changed -> changed.of(images, epoch, first)).orElse(images);
    Batches batches =
        new BatchLoader(order.subList(first, order.size()), shown, size, DECODING_THREADS);
    return MixedBatches.of(augmentations, random, batches, epoch, first / size);
  }

  @Override
  public NDArray of(NDManager scope, Batch piece) {
    return piece.toPixels(scope, buffer);
  }
}
