package io.github.vitlora.transform;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.Enhancement;
import io.github.vitlora.random.Shuffle;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Changes brightness, contrast, saturation and hue as {@code torchvision}'s ColorJitter does. */
final class ColourJitter {
  private ColourJitter() {}

  /** Changes all four by random amounts, in random order, which matters where values clip. */
  static DecodedImage of(
      DecodedImage image, AugmentationSpec.ColourJitter spec, SplittableRandom random) {
    double brightness = factor(spec.brightness(), random);
    double contrast = factor(spec.contrast(), random);
    double saturation = factor(spec.saturation(), random);
    double turns = spec.hue() * (2 * random.nextDouble() - 1);
    List<UnaryOperator<DecodedImage>> changes =
        List.of(
            i -> spec.brightness() == 0 ? i : Enhancement.brightness(i, brightness),
            i -> spec.contrast() == 0 ? i : Enhancement.contrast(i, contrast),
            i -> spec.saturation() == 0 ? i : Enhancement.saturation(i, saturation),
            i -> spec.hue() == 0 ? i : Hue.turned(i, turns));
    DecodedImage changed = image;
    for (UnaryOperator<DecodedImage> change : Shuffle.of(changes, random)) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private static double factor(double amount, SplittableRandom random) {
    double least = Math.max(0, 1 - amount);
    return least + (1 + amount - least) * random.nextDouble();
  }

  /**
   * Turns hues as {@code torchvision.transforms.functional.adjust_hue} does on a PIL image, to the
   * bit: by way of Pillow's HSV of eight bits each, which by itself already moves colours a little.
   */
  static final class Hue {
    private static final int SECTORS = 6;

    private Hue() {}

    /**
     * Turns the hues of a colour image; grey stays as it is.
     *
     * @param turns of the whole circle, from -0.5 to 0.5
     */
    static DecodedImage turned(DecodedImage image, double turns) {
      if (image.channels() == 1) {
        return image;
      }
      int by = (int) (turns * 255);
      byte[] pixels = image.pixels().clone();
      for (int i = 0; i < pixels.length; i += 3) {
        turn(pixels, i, by);
      }
      return new DecodedImage(image.width(), image.height(), image.channels(), pixels);
    }

    private static void turn(byte[] pixels, int at, int by) {
      int red = pixels[at] & 0xff;
      int green = pixels[at + 1] & 0xff;
      int blue = pixels[at + 2] & 0xff;
      int most = Math.max(red, Math.max(green, blue));
      int least = Math.min(red, Math.min(green, blue));
      int hue = most == least ? 0 : hue(red, green, blue, most, most - least);
      int saturation = most == least ? 0 : (int) ((float) (most - least) / most * 255.0);
      toColour((hue + by) & 0xff, saturation, most, pixels, at);
    }

    /** Pillow's {@code rgb2hsv_row}; its single and double precision matter. */
    private static int hue(int red, int green, int blue, int most, float range) {
      float r = (most - red) / range;
      float g = (most - green) / range;
      float b = (most - blue) / range;
      float sixths;
      if (red == most) {
        sixths = b - g;
      } else if (green == most) {
        sixths = (float) (2.0 + r - b);
      } else {
        sixths = (float) (4.0 + g - r);
      }
      // Below 2, where this is the remainder that Pillow takes, and an operator is slow at.
      double turned = sixths / 6.0 + 1.0;
      float hue = (float) (turned < 1.0 ? turned : turned - 1.0);
      return (int) (hue * 255.0);
    }

    /** Pillow's {@code hsv2rgb}. */
    private static void toColour(int hue, int saturation, int value, byte[] pixels, int at) {
      if (saturation == 0) {
        set(pixels, at, value, value, value);
        return;
      }
      double sixths = hue * 6.0 / 255.0;
      int sector = (int) Math.floor(sixths);
      float rest = (float) (sixths - sector);
      float share = (float) (saturation / 255.0);
      int low = rounded(value * (1.0 - share));
      int falling = rounded(value * (1.0 - (double) (share * rest)));
      int rising = rounded(value * (1.0 - share * (1.0 - rest)));
      switch (sector % SECTORS) {
        case 0 -> set(pixels, at, value, rising, low);
        case 1 -> set(pixels, at, falling, value, low);
        case 2 -> set(pixels, at, low, value, rising);
        case 3 -> set(pixels, at, low, falling, value);
        case 4 -> set(pixels, at, rising, low, value);
        default -> set(pixels, at, value, low, falling);
      }
    }

    private static int rounded(double value) {
      return (int) Math.floor(value + 0.5);
    }

    private static void set(byte[] pixels, int at, int red, int green, int blue) {
      pixels[at] = (byte) red;
      pixels[at + 1] = (byte) green;
      pixels[at + 2] = (byte) blue;
    }
  }
}
