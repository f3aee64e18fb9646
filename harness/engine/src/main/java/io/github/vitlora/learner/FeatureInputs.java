package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.batch.Batches;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.transform.ImageTransform;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Gives the features {@code (B, C)} that the frozen part of a network computes, once an image.
 *
 * <p>A split is computed in its own order, whatever order an epoch shows it in: so an image's
 * features have the same bits in a run that was interrupted and in one that was not.
 */
public final class FeatureInputs implements Inputs {
  private final NDManager manager;
  private final UnaryOperator<NDArray> network;
  private final PixelInputs pixels;
  private final int microBatch;
  private final Runnable alive;
  private final Known known;
  private final Set<StoredImage> prepared = new HashSet<>();

  /** Holds features by image, and the seconds that each split took, by its first image. */
  public static final class Known {
    private final Map<StoredImage, float[]> features = new HashMap<>();
    private final Map<StoredImage, Double> seconds = new HashMap<>();
  }

  /**
   * Takes up features that were computed before.
   *
   * @param network maps pixels {@code (B, channels, S, S)} to features {@code (B, C)}, which belong
   *     to the pixels' manager
   * @param pixels what they are computed from
   * @param known of the same frozen part; takes up what is computed
   * @param alive told of every micro-batch
   */
  public FeatureInputs(
      NDManager manager,
      UnaryOperator<NDArray> network,
      PixelInputs pixels,
      int microBatch,
      Known known,
      Runnable alive) {
    this.manager = manager;
    this.network = network;
    this.microBatch = microBatch;
    this.alive = alive;
    this.pixels = pixels;
    this.known = known;
  }

  @Override
  public double prepare(List<LabelledImage> split) {
    if (split.isEmpty() || !prepared.add(split.get(0).image())) {
      return 0;
    }
    StoredImage first = split.get(0).image();
    if (known.features.containsKey(first)) {
      return known.seconds.get(first);
    }
    Stopwatch watch = new Stopwatch();
    try (Batches pass = pixels.pass(split, microBatch)) {
      while (pass.hasNext()) {
        compute(pass.next());
        alive.run();
      }
    }
    known.seconds.put(first, watch.seconds());
    return 0;
  }

  private void compute(Batch piece) {
    try (NDManager scope = manager.newSubManager()) {
      float[] all = network.apply(pixels.of(scope, piece)).toFloatArray();
      int width = all.length / piece.size();
      for (int i = 0; i < piece.size(); i++) {
        float[] one = new float[width];
        System.arraycopy(all, i * width, one, 0, width);
        known.features.put(piece.images().get(i).image(), one);
      }
    }
  }

  /**
   * Returns the features of a split that is prepared.
   *
   * @param classes K
   */
  public Features of(List<LabelledImage> split, int classes) {
    return new Features(
        split.stream().map(image -> known.features.get(image.image())).toArray(float[][]::new),
        split.stream().mapToInt(LabelledImage::label).toArray(),
        classes);
  }

  @Override
  public Batches pass(List<LabelledImage> order, int size) {
    return new UndecodedBatches(order, pixels.transform(), size);
  }

  @Override
  public NDArray of(NDManager scope, Batch piece) {
    int width = known.features.get(piece.images().get(0).image()).length;
    FloatBuffer values = FloatBuffer.allocate(piece.size() * width);
    piece.images().forEach(image -> values.put(known.features.get(image.image())));
    return Tensors.copy(scope, values.flip(), new Shape(piece.size(), width));
  }

  /** Names the images of each batch without decoding them, since their features are known. */
  private static final class UndecodedBatches implements Batches {
    private static final byte[] NO_CROP = {};

    private final List<LabelledImage> images;
    private final ImageTransform transform;
    private final int batchSize;
    private int next;

    UndecodedBatches(List<LabelledImage> images, ImageTransform transform, int batchSize) {
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
}
