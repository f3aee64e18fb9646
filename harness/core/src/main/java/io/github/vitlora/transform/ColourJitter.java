package io.github.vitlora.transform;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.Enhancement;
import io.github.vitlora.image.Hue;
import io.github.vitlora.random.Shuffle;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Changes brightness, contrast, saturation and hue as {@code torchvision}'s ColorJitter does. */
final class ColourJitter {

  private ColourJitter() {}

  /** All four, by random amounts, in random order; the order matters where values are cut off. */
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
}
