package io.github.vitlora.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * Batches each mixed with itself in reverse order, as timm's Mixup does it batch by batch: the
 * first image with the last, and so on. Of an odd number of images the middle one stays as it is.
 */
final class MixedBatches implements Batches {

  private final Batches batches;
  private final IntToDoubleFunction shares;
  private int next;

  /**
   * Mixes as a pass goes on.
   *
   * @param first number of the pass's first batch in its epoch
   * @param shares of a batch's own images, by the batch's number in its epoch
   */
  MixedBatches(Batches batches, int first, IntToDoubleFunction shares) {
    this.batches = batches;
    this.shares = shares;
    next = first;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public Batch next() {
    Batch batch = batches.next();
    Mixture mixture =
        new Mixture(
            shares.applyAsDouble(next++), reversed(batch.images()), reversed(batch.crops()));
    return new Batch(batch.transform(), batch.images(), batch.crops(), Optional.of(mixture));
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  @Override
  public void close() {
    batches.close();
  }
}
