package io.github.vitlora.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Images and their labels, kept as bytes until an engine wants numbers.
 *
 * @param transform normalises the crops
 * @param images files and labels, in order
 * @param crops of the images, each of shape (side, side, 3)
 */
public record Batch(ImageTransform transform, List<LabelledImage> images, List<byte[]> crops) {

  private static final int CHANNELS = 3;

  /** Copies the lists, though not the crops. */
  public Batch {
    images = List.copyOf(images);
    crops = List.copyOf(crops);
    if (images.size() != crops.size()) {
      throw new IllegalArgumentException(images.size() + " images, " + crops.size() + " crops");
    }
  }

  /** Number of images. */
  public int size() {
    return images.size();
  }

  /** Labels of the images, shape (size). */
  public long[] labels() {
    return images.stream().mapToLong(LabelledImage::label).toArray();
  }

  /** Normalised values of shape (size, 3, side, side), the last index fastest. */
  public float[] pixels() {
    float[] values = new float[Math.toIntExact(shape().size())];
    fill(FloatBuffer.wrap(values));
    return values;
  }

  /**
   * The batch in pieces, for computing one after the other.
   *
   * @param most images in a piece; only the last piece has fewer
   */
  public List<Batch> pieces(int most) {
    List<Batch> pieces = new ArrayList<>();
    for (int from = 0; from < size(); from += most) {
      int to = Math.min(size(), from + most);
      pieces.add(new Batch(transform, images.subList(from, to), crops.subList(from, to)));
    }
    return pieces;
  }

  /**
   * Normalised values as an array of shape (size, 3, side, side), FLOAT32.
   *
   * <p>Its memory is the engine's own: an array over Java memory would dangle in a recorded graph
   * once Java frees it.
   */
  public NDArray toPixels(NDManager manager) {
    NDArray array = manager.create(shape(), DataType.FLOAT32);
    ByteBuffer bytes = direct(Float.BYTES * shape().size());
    fill(bytes.asFloatBuffer());
    array.set(bytes);
    return array;
  }

  /** Labels as an array of shape (size), INT64, in memory of the engine's own. */
  public NDArray labels(NDManager manager) {
    NDArray array = manager.create(new Shape(size()), DataType.INT64);
    ByteBuffer bytes = direct((long) Long.BYTES * size());
    bytes.asLongBuffer().put(labels());
    array.set(bytes);
    return array;
  }

  private Shape shape() {
    return new Shape(size(), CHANNELS, transform.side(), transform.side());
  }

  private void fill(FloatBuffer values) {
    crops.forEach(crop -> transform.normalize(crop, values));
  }

  private static ByteBuffer direct(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }
}
