package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.batch.BatchLoader;
import io.github.vitlora.batch.Batches;
import io.github.vitlora.batch.MixedBatches;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.PixelBuffer;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.transform.Augmentation;
import io.github.vitlora.transform.CropStore;
import io.github.vitlora.transform.Crops;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.util.List;
import java.util.Optional;

/** Gives pixels {@code (B, channels, S, S)}, decoded ahead while the network computes. */
public final class PixelInputs implements Inputs {
  private static final long DECODED_BYTES = 256L << 20;

  /** One thread decodes, since the network needs the cores. */
  private static final int DECODING_THREADS = 1;

  private final DecodedCache images;
  private final Optional<Augmentation> augmentation;
  private final AugmentationSpec augmentations;
  private final RandomStreams random;
  private final PixelBuffer buffer = new PixelBuffer();

  /**
   * Prepares to decode images.
   *
   * @param dataset how images are transformed and, in training, changed
   * @param random of the trial
   * @param crops where decoded images outlive the trial
   */
  public PixelInputs(DatasetSpec dataset, RandomStreams random, Optional<CropStore> crops) {
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
