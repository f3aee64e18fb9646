package io.github.vitlora.batch;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.random.RandomStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Mixes each batch with itself in reverse order, as timm's Mixup does batch by batch: the first
 * image with the last, and so on. Of an odd number of images the middle one stays as it is.
 */
public final class MixedBatches implements Batches {

  private final Batches batches;
  private final IntToDoubleFunction shares;
  private int next;

  /**
   * Mixes the batches of a pass.
   *
   * @param first number of the pass's first batch in its epoch
   * @param shares of a batch's own images, by the batch's number in its epoch
   */
  private MixedBatches(Batches batches, int first, IntToDoubleFunction shares) {
    this.batches = batches;
    this.shares = shares;
    next = first;
  }

  /**
   * Mixes the images of each batch, if that is wanted. How much of each image stays is drawn from
   * the stream {@code "augmentation.mixup"}, by epoch and batch.
   *
   * @param epoch from 1
   * @param first number in its epoch of the pass's first batch, from 0
   */
  public static Batches of(
      AugmentationSpec spec, RandomStreams random, Batches batches, int epoch, int first) {
    if (spec.mixup() == 0) {
      return batches;
    }
    BetaDistribution shares = BetaDistribution.of(spec.mixup(), spec.mixup());
    return new MixedBatches(
        batches,
        first,
        batch ->
            shares
                .createSampler(random.stream("augmentation.mixup", epoch, batch)::nextLong)
                .sample());
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public Batch next() {
    Batch batch = batches.next();
    Batch.Partners partners =
        new Batch.Partners(
            shares.applyAsDouble(next++), reversed(batch.images()), reversed(batch.crops()));
    return new Batch(batch.transform(), batch.images(), batch.crops(), Optional.of(partners));
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
