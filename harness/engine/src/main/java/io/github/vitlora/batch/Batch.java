package io.github.vitlora.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.image.PixelBuffer;
import io.github.vitlora.transform.ImageTransform;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch holds images and their labels, as bytes until numbers are wanted.
 *
 * @param transform normalises the crops
 * @param images files and labels, in order
 * @param crops of the images, each of shape (side, side, channels)
 * @param partners what the images are mixed with, if anything
 */
public record Batch(
    ImageTransform transform,
    List<LabelledImage> images,
    List<byte[]> crops,
    Optional<Partners> partners) {

  /**
   * Partners are what the images of a batch are mixed with, one by one (Zhang et al. 2018,
   * arXiv:1710.09412).
   *
   * @param share of the batch's own images, in [0, 1]; the others have the rest
   * @param others images and labels
   * @param crops of the others
   */
  public record Partners(double share, List<LabelledImage> others, List<byte[]> crops) {

    /** Copies the lists, though not the crops. */
    public Partners {
      others = List.copyOf(others);
      crops = List.copyOf(crops);
    }

    /** Returns the partners of some of the images. */
    Partners piece(int from, int to) {
      return new Partners(share, others.subList(from, to), crops.subList(from, to));
    }
  }

  /** Makes a batch of images that are not mixed. */
  public Batch(ImageTransform transform, List<LabelledImage> images, List<byte[]> crops) {
    this(transform, images, crops, Optional.empty());
  }

  /** Copies the lists, though not the crops. */
  public Batch {
    images = List.copyOf(images);
    crops = List.copyOf(crops);
    if (images.size() != crops.size()) {
      throw new IllegalArgumentException(images.size() + " images, " + crops.size() + " crops");
    }
  }

  /** Returns the number of images B. */
  public int size() {
    return images.size();
  }

  /** Returns the labels of the images, {@code (B)}. */
  public long[] labels() {
    return images.stream().mapToLong(LabelledImage::label).toArray();
  }

  /** Returns normalised values {@code (B, channels, S, S)}, the last index fastest. */
  public float[] pixels() {
    float[] values = new float[Math.toIntExact(shape().size())];
    fill(FloatBuffer.wrap(values));
    return values;
  }

  /**
   * Splits the batch into pieces that are computed one after the other.
   *
   * @param most images in a piece; only the last piece has fewer
   */
  public List<Batch> pieces(int most) {
    List<Batch> pieces = new ArrayList<>();
    for (int from = 0; from < size(); from += most) {
      int to = Math.min(size(), from + most);
      int first = from;
      pieces.add(
          new Batch(
              transform,
              images.subList(from, to),
              crops.subList(from, to),
              partners.map(whole -> whole.piece(first, to))));
    }
    return pieces;
  }

  /** Does as {@link #toPixels(NDManager, PixelBuffer)} by way of a buffer of its own. */
  public NDArray toPixels(NDManager manager) {
    return toPixels(manager, new PixelBuffer());
  }

  /**
   * Returns normalised values {@code (B, channels, S, S)} as a FLOAT32 array.
   *
   * <p>Its memory is the engine's own: an array over Java memory would dangle in a recorded graph
   * once Java frees it, and change with the next batch.
   *
   * @param scratch free again when this returns
   */
  public NDArray toPixels(NDManager manager, PixelBuffer scratch) {
    ByteBuffer bytes = scratch.bytes(Float.BYTES * shape().size());
    fill(bytes.asFloatBuffer());
    return copy(manager, bytes, shape(), DataType.FLOAT32);
  }

  /** Returns the labels {@code (B)} as an INT64 array in libtorch's own memory. */
  public NDArray labels(NDManager manager) {
    ByteBuffer bytes = PixelBuffer.direct((long) Long.BYTES * size());
    bytes.asLongBuffer().put(labels());
    return copy(manager, bytes, new Shape(size()), DataType.INT64);
  }

  /**
   * Returns the targets of the images in libtorch's own memory.
   *
   * @param classes K
   * @return their labels, shape (size), INT64; of images that are mixed, how much of each class
   *     they show, shape (size, K), FLOAT32
   */
  public NDArray targets(NDManager manager, int classes) {
    if (partners.isEmpty()) {
      return labels(manager);
    }
    float[] targets = new float[size() * classes];
    float own = (float) partners.get().share();
    float others = (float) (1 - partners.get().share());
    for (int i = 0; i < size(); i++) {
      targets[i * classes + images.get(i).label()] += own;
      targets[i * classes + partners.get().others().get(i).label()] += others;
    }
    Shape shape = new Shape(size(), classes);
    ByteBuffer bytes = PixelBuffer.direct(Float.BYTES * shape.size());
    bytes.asFloatBuffer().put(targets);
    return copy(manager, bytes, shape, DataType.FLOAT32);
  }

  private Shape shape() {
    return new Shape(size(), transform.channels(), transform.side(), transform.side());
  }

  private void fill(FloatBuffer values) {
    if (partners.isEmpty()) {
      crops.forEach(crop -> transform.normalize(crop, values));
      return;
    }
    for (int i = 0; i < size(); i++) {
      transform.mix(crops.get(i), partners.get().crops().get(i), partners.get().share(), values);
    }
  }

  /**
   * Copies values. DJL makes arrays over direct buffers, with {@code create} as with {@code set}:
   * on a CPU neither copies, though both look as if they did.
   */
  private static NDArray copy(NDManager manager, ByteBuffer bytes, Shape shape, DataType type) {
    try (NDArray view = manager.create(bytes, shape, type)) {
      return view.duplicate();
    }
  }
}
