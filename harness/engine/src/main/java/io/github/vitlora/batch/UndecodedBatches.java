package io.github.vitlora.batch;

import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.transform.ImageTransform;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;

/** Batches that name their images without decoding them, for whoever knows all of these already. */
public final class UndecodedBatches implements Batches {
  private static final byte[] NO_CROP = {};

  private final List<LabelledImage> images;
  private final ImageTransform transform;
  private final int batchSize;
  private int next;

  /**
   * A pass.
   *
   * @param images in the order wanted
   * @param batchSize images in a batch; the last batch may have fewer
   */
  public UndecodedBatches(List<LabelledImage> images, ImageTransform transform, int batchSize) {
    this.images = List.copyOf(images);
    this.transform = transform;
    this.batchSize = batchSize;
  }

  @Override
  public boolean hasNext() {
    return next < images.size();
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no batch is left");
    }
    int end = Math.min(images.size(), next + batchSize);
    List<LabelledImage> batch = images.subList(next, end);
    next = end;
    return new Batch(transform, batch, Collections.nCopies(batch.size(), NO_CROP));
  }

  @Override
  public void close() {
    next = images.size();
  }
}
