package io.github.vitlora.batch;

import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.transform.Crops;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Makes one pass over images, in batches that a few threads decode ahead.
 *
 * <p>The order is that of the list, however the threads run. At most {@value #AHEAD} batches beside
 * the one handed out are in memory. An image that cannot be read ends the pass where it would have
 * come. To be used by one thread and closed.
 */
public final class BatchLoader implements Batches {

  private static final int AHEAD = 2;

  private final List<LabelledImage> images;
  private final Crops shown;
  private final int batchSize;
  private final ExecutorService threads;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private int scheduled;

  /** A pending batch has images that are being decoded. */
  private record Pending(List<LabelledImage> images, List<FutureTask<byte[]>> crops) {}

  /**
   * Begins to decode at once.
   *
   * @param images in the order wanted
   * @param shown decodes and transforms
   * @param batchSize images in a batch; the last batch may have fewer
   * @param threads decoding threads
   */
  public BatchLoader(List<LabelledImage> images, Crops shown, int batchSize, int threads) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size " + batchSize);
    }
    this.images = List.copyOf(images);
    this.shown = shown;
    this.batchSize = batchSize;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "vitlora-decode");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < AHEAD; i++) {
      schedule();
    }
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  /**
   * Returns the next batch.
   *
   * @throws ImageException if one of its images cannot be read; the pass is over then
   * @throws NoSuchElementException after the last one, and after {@link #close}
   */
  @Override
  public Batch next() {
    if (pending.isEmpty()) {
      throw new NoSuchElementException("no batch is left");
    }
    Pending batch = pending.remove();
    schedule();
    List<byte[]> crops = new ArrayList<>();
    try {
      help(batch);
      for (FutureTask<byte[]> crop : batch.crops()) {
        crops.add(crop.get());
      }
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException("decoding failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for images", e);
    }
    return new Batch(shown.transform(), batch.images(), crops);
  }

  /** Who would only wait decodes as well, from the end on; what is begun or done stays so. */
  private static void help(Pending batch) {
    for (int i = batch.crops().size() - 1; i >= 0; i--) {
      batch.crops().get(i).run();
    }
  }

  /** Stops decoding; images being decoded are finished and dropped. */
  @Override
  public void close() {
    threads.shutdownNow();
    pending.clear();
  }

  private void schedule() {
    if (scheduled == images.size()) {
      return;
    }
    int end = Math.min(images.size(), scheduled + batchSize);
    List<LabelledImage> batch = images.subList(scheduled, end);
    List<FutureTask<byte[]>> crops = new ArrayList<>();
    for (; scheduled < end; scheduled++) {
      int place = scheduled;
      FutureTask<byte[]> crop =
          new FutureTask<>(() -> shown.crop(images.get(place).image(), place));
      threads.execute(crop);
      crops.add(crop);
    }
    pending.add(new Pending(batch, crops));
  }
}
