package io.github.vitlora.report.table;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.AugmentationSpec.ColourJitter;
import io.github.vitlora.experiment.AugmentationSpec.ResizedCrop;
import io.github.vitlora.io.NumberText;
import java.util.ArrayList;
import java.util.List;

/** What is done to training images at random, in words. */
final class AugmentationWords {

  private AugmentationWords() {}

  /** Follows what is said of the data; empty where nothing is done. */
  static String of(AugmentationSpec spec) {
    List<String> parts = new ArrayList<>();
    spec.randomResizedCrop().map(AugmentationWords::crop).ifPresent(parts::add);
    if (spec.flip() > 0) {
      parts.add("flipped with probability " + NumberText.plain(spec.flip()));
    }
    spec.randAugment()
        .map(
            r ->
                "RandAugment of %d operations at magnitude %d"
                    .formatted(r.operations(), r.magnitude()))
        .ifPresent(parts::add);
    spec.colourJitter().map(AugmentationWords::jitter).ifPresent(parts::add);
    if (spec.mixup() > 0) {
      parts.add("mixed in pairs (mixup, alpha %s)".formatted(NumberText.plain(spec.mixup())));
    }
    return parts.isEmpty() ? "" : ", training images " + String.join(", ", parts);
  }

  private static String jitter(ColourJitter jitter) {
    return "colours changed (brightness %s, contrast %s, saturation %s, hue %s)"
        .formatted(
            NumberText.plain(jitter.brightness()),
            NumberText.plain(jitter.contrast()),
            NumberText.plain(jitter.saturation()),
            NumberText.plain(jitter.hue()));
  }

  private static String crop(ResizedCrop crop) {
    return "cropped at random (area %s to %s, ratio %s to %s)"
        .formatted(
            NumberText.plain(crop.leastScale()),
            NumberText.plain(crop.mostScale()),
            shortened(crop.leastRatio()),
            shortened(crop.mostRatio()));
  }

  /** Ratios are often thirds, which have no end. */
  private static String shortened(double ratio) {
    return NumberText.plain(Math.rint(ratio * 1000) / 1000);
  }
}
