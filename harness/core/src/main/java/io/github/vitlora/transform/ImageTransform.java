package io.github.vitlora.transform;

import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.BicubicResize;
import io.github.vitlora.image.DecodedImage;
import java.nio.FloatBuffer;

/**
 * An image to the numbers a model sees, as torchvision does it with {@code Resize(resize,
 * BICUBIC)}, {@code CenterCrop(crop)}, {@code ToTensor} and {@code Normalize}.
 *
 * <p>Where one channel is wanted, colours become grey first, as by {@code Image.convert("L")}.
 *
 * <p>In two steps, so that the small one of eight bits can be kept: {@link #crop} and {@link
 * #normalize}.
 */
public final class ImageTransform {

  private final int resize;
  private final int side;
  private final int channels;
  private final float[][] normalized;

  /** The transform that a descriptor describes. */
  public ImageTransform(TransformSpec spec) {
    if (spec.crop() < 1 || spec.crop() > spec.resize()) {
      throw new IllegalArgumentException(
          "crop " + spec.crop() + " is not between 1 and resize " + spec.resize());
    }
    resize = spec.resize();
    side = spec.crop();
    channels = spec.channels();
    normalized = new float[channels][256];
    for (int c = 0; c < channels; c++) {
      for (int value = 0; value < 256; value++) {
        // In single precision and in this order, as torch computes it.
        normalized[c][value] = (value / 255f - spec.mean().get(c)) / spec.std().get(c);
      }
    }
  }

  /** What a crop depends on beside its image, as part of a file's name. */
  String cropName() {
    return "%d-%d-%d".formatted(resize, side, channels);
  }

  /** Bytes of a crop. */
  int cropBytes() {
    return side * side * channels;
  }

  /** Side of the square that comes out, in pixels. */
  public int side() {
    return side;
  }

  /** Channels of what comes out: 3 for red, green and blue, 1 for grey. */
  public int channels() {
    return channels;
  }

  /**
   * In colour or grey as wanted; the shortest side to {@code resize}, the other in proportion and
   * rounded down; then the centre.
   *
   * @return unsigned bytes of shape (crop, crop, channels)
   */
  public byte[] crop(DecodedImage image) {
    int shortest = Math.min(image.width(), image.height());
    int width = (int) ((long) resize * image.width() / shortest);
    int height = (int) ((long) resize * image.height() / shortest);
    return BicubicResize.resize(
            image.inChannels(channels),
            width,
            height,
            centred(width - side),
            centred(height - side),
            side,
            side)
        .pixels();
  }

  /** A crop as an image; the bytes are not copied. */
  DecodedImage image(byte[] crop) {
    return new DecodedImage(side, side, channels, crop);
  }

  /**
   * Bytes to normalised values, plane by plane.
   *
   * @param crop shape (crop, crop, channels)
   * @param out written at its position, which moves on; shape (channels, crop, crop)
   */
  public void normalize(byte[] crop, FloatBuffer out) {
    float[] plane = new float[side * side];
    for (int c = 0; c < channels; c++) {
      float[] of = normalized[c];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = of[crop[channels * i + c] & 0xff];
      }
      out.put(plane);
    }
  }

  /**
   * The normalised values of two crops, added up by shares.
   *
   * @param share of the first crop; the other has the rest
   * @param out written at its position, which moves on; shape (channels, crop, crop)
   */
  public void mix(byte[] crop, byte[] other, double share, FloatBuffer out) {
    float own = (float) share;
    float others = (float) (1 - share);
    float[] plane = new float[side * side];
    for (int c = 0; c < channels; c++) {
      float[] of = normalized[c];
      for (int i = 0; i < plane.length; i++) {
        int at = channels * i + c;
        plane[i] = own * of[crop[at] & 0xff] + others * of[other[at] & 0xff];
      }
      out.put(plane);
    }
  }

  /** Half of the margin as Python rounds it: a half goes to the even neighbour. */
  private static int centred(int margin) {
    return (int) Math.rint(margin / 2.0);
  }
}
