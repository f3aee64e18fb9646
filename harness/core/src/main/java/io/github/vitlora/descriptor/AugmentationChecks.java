package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.AugmentationElement;
import io.github.vitlora.descriptor.DescriptorElements.ColourJitterElement;
import io.github.vitlora.descriptor.DescriptorElements.DatasetElement;
import io.github.vitlora.descriptor.DescriptorElements.ResizedCropElement;
import io.github.vitlora.regime.Architecture;
import java.util.List;
import java.util.Optional;

/** Checks what a schema cannot say of an augmentation. */
final class AugmentationChecks {

  private final Problems problems;
  private final DatasetElement dataset;
  private final Optional<Architecture> architecture;

  AugmentationChecks(
      Problems problems, DatasetElement dataset, Optional<Architecture> architecture) {
    this.problems = problems;
    this.dataset = dataset;
    this.architecture = architecture;
  }

  void check(AugmentationElement augmentation) {
    ResizedCropElement crop = augmentation.randomResizedCrop;
    if (crop != null) {
      checkRange(crop, "scale", crop.scale);
      checkRange(crop, "ratio", crop.ratio);
    }
    if (augmentation.colourJitter != null) {
      checkColours(augmentation.colourJitter);
    }
    if (dataset.pretext != null && augmentation.flip != null && augmentation.flip > 0) {
      problems.add(
          augmentation.place("flip"),
          "flip does not go with pretext=\"rotation\": mirrored, a quarter turn to the left looks"
              + " like one to the right");
    }
  }

  /** They would change nothing, and whoever asks for them thinks of other images. */
  private void checkColours(ColourJitterElement jitter) {
    Optional<String> grey =
        architecture.filter(a -> a.channels() == 1).map(a -> a.name() + " sees grey");
    if (grey.isEmpty() && (dataset.idx != null || dataset.builtin != null)) {
      grey = Optional.of("images in IDX files are grey");
    }
    if (grey.isEmpty() && dataset.fractals != null) {
      grey = Optional.of("fractals are grey");
    }
    grey.ifPresent(
        why -> {
          checkColour(jitter, "saturation", jitter.saturation, why);
          checkColour(jitter, "hue", jitter.hue, why);
        });
  }

  private void checkColour(
      ColourJitterElement jitter, String attribute, Double amount, String why) {
    if (amount != null && amount > 0) {
      problems.add(
          jitter.place(attribute),
          "%s changes nothing: %s; brightness and contrast can be changed"
              .formatted(attribute, why));
    }
  }

  private void checkRange(ResizedCropElement crop, String attribute, List<Double> range) {
    if (range != null && range.size() == 2 && range.get(0) > range.get(1)) {
      problems.add(
          crop.place(attribute),
          "%s goes from %s down to %s: the smaller number comes first"
              .formatted(attribute, range.get(0), range.get(1)));
    }
  }
}
