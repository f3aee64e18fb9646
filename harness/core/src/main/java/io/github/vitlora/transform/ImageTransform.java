package io.github.vitlora.transform;

import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.BicubicResize;
import io.github.vitlora.image.DecodedImage;
import java.nio.FloatBuffer;

/**
 * Turns an image into the numbers that a model sees, as torchvision does with {@code Resize(resize,
 * BICUBIC)}, {@code CenterCrop(crop)}, {@code ToTensor} and {@code Normalize}.
 *
 * <p>Where one channel is wanted, colours become grey first, as by {@code Image.convert("L")}.
 *
 * <p>Two steps, {@link #crop} and {@link #normalize}, let the crop of eight bits be kept.
 */
public final class ImageTransform {
  private final int resize;
  private final int side;
  private final int channels;
  private final float[][] normalized;

  /** Makes the transform that a descriptor describes. */
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

  /** Returns what a crop depends on beside its image, as part of a file's name. */
  String cropName() {
    return "%d-%d-%d".formatted(resize, side, channels);
  }

  /** Returns the number of bytes of a crop. */
  int cropBytes() {
    return side * side * channels;
  }

  /** Returns the side of the square that comes out, in pixels. */
  public int side() {
    return side;
  }

  /** Returns the number of channels that come out: 3 for red, green and blue, 1 for grey. */
  public int channels() {
    return channels;
  }

  /**
   * Resizes an image in colour or grey, as wanted, so that its shortest side is {@code resize} and
   * the other in proportion, rounded down; then takes the centre.
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

  /** Returns a crop as an image; the bytes are not copied. */
  DecodedImage image(byte[] crop) {
    return new DecodedImage(side, side, channels, crop);
  }

  /**
   * Normalises a crop, plane by plane.
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
   * Adds up the normalised values of two crops by shares.
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
