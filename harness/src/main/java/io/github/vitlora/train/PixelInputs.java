package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.data.Batch;
import io.github.vitlora.data.BatchLoader;
import io.github.vitlora.data.Batches;
import io.github.vitlora.data.CropStore;
import io.github.vitlora.data.DecodedCache;
import io.github.vitlora.data.ImageTransform;
import io.github.vitlora.data.LabelledImage;
import io.github.vitlora.data.PixelBuffer;
import io.github.vitlora.experiment.TransformSpec;
import java.util.List;
import java.util.Optional;

/** Normalised pixels, {@code (b, channels, S, S)}, decoded ahead while the network computes. */
final class PixelInputs implements Inputs {
  private static final long DECODED_BYTES = 256L << 20;

  /** The cores are the network's; decoding takes what is left. */
  private static final int DECODING_THREADS = 1;

  private final DecodedCache images;
  private final PixelBuffer buffer = new PixelBuffer();

  /**
   * Shows no image yet.
   *
   * @param crops where decoded images outlive the trial
   */
  PixelInputs(TransformSpec transform, Optional<CropStore> crops) {
    images = new DecodedCache(new ImageTransform(transform), DECODED_BYTES, crops);
  }

  ImageTransform transform() {
    return images.transform();
  }

  @Override
  public Batches pass(List<LabelledImage> order, int size) {
    return new BatchLoader(order, images, size, DECODING_THREADS);
  }

  @Override
  public NDArray of(NDManager scope, Batch piece) {
    return piece.toPixels(scope, buffer);
  }
}
