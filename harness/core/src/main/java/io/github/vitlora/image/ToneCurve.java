package io.github.vitlora.image;

import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * Maps each value of a channel to another, as Pillow's {@code ImageOps} does; some curves follow
 * from the image itself, channel by channel.
 */
public final class ToneCurve {
  private static final int VALUES = 256;

  private ToneCurve() {}

  /** Keeps the uppermost bits of each value. */
  public static DecodedImage posterized(DecodedImage image, int bits) {
    int mask = 0xff & (0xff << (8 - bits));
    return everywhere(image, value -> value & mask);
  }

  /** Inverts values from the threshold on. */
  public static DecodedImage solarized(DecodedImage image, double threshold) {
    return everywhere(image, value -> value < threshold ? value : 255 - value);
  }

  /** Stretches each channel so that its least value becomes 0 and its largest 255. */
  public static DecodedImage stretched(DecodedImage image) {
    return byChannel(image, ToneCurve::stretch);
  }

  /** Spreads each channel's values so that each is about as frequent as another. */
  public static DecodedImage equalized(DecodedImage image) {
    return byChannel(image, ToneCurve::equalize);
  }

  private static IntUnaryOperator stretch(int[] counts) {
    int low = 0;
    int high = VALUES - 1;
    while (low < VALUES - 1 && counts[low] == 0) {
      low++;
    }
    while (high > 0 && counts[high] == 0) {
      high--;
    }
    if (high <= low) {
      return IntUnaryOperator.identity();
    }
    double scale = 255.0 / (high - low);
    double offset = -low * scale;
    return value -> clip((int) (value * scale + offset));
  }

  private static IntUnaryOperator equalize(int[] counts) {
    int sum = 0;
    int last = 0;
    int kinds = 0;
    for (int count : counts) {
      if (count > 0) {
        sum += count;
        last = count;
        kinds++;
      }
    }
    int step = (sum - last) / 255;
    if (kinds <= 1 || step == 0) {
      return IntUnaryOperator.identity();
    }
    int[] curve = new int[VALUES];
    int below = step / 2;
    for (int value = 0; value < VALUES; value++) {
      curve[value] = clip(below / step);
      below += counts[value];
    }
    return value -> curve[value];
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static DecodedImage everywhere(DecodedImage image, IntUnaryOperator curve) {
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) curve.applyAsInt(pixels[i] & 0xff);
    }
    return new DecodedImage(image.width(), image.height(), image.channels(), pixels);
  }

  /** Changes each channel by a curve that is made of how often each value occurs in it. */
  private static DecodedImage byChannel(
      DecodedImage image, Function<int[], IntUnaryOperator> maker) {
    byte[] pixels = image.pixels().clone();
    for (int channel = 0; channel < image.channels(); channel++) {
      int[] counts = new int[VALUES];
      for (int i = channel; i < pixels.length; i += image.channels()) {
        counts[pixels[i] & 0xff]++;
      }
      IntUnaryOperator curve = maker.apply(counts);
      for (int i = channel; i < pixels.length; i += image.channels()) {
        pixels[i] = (byte) curve.applyAsInt(pixels[i] & 0xff);
      }
    }
    return new DecodedImage(image.width(), image.height(), image.channels(), pixels);
  }
}
