package io.github.vitlora.experiment;

import io.github.vitlora.experiment.DescriptorElements.AugmentationElement;
import io.github.vitlora.experiment.DescriptorElements.DatasetElement;
import io.github.vitlora.experiment.DescriptorElements.ResizedCropElement;
import java.util.List;

/** Checks what a schema cannot say of an augmentation. */
final class AugmentationChecks {

  private final Problems problems;
  private final DatasetElement dataset;

  AugmentationChecks(Problems problems, DatasetElement dataset) {
    this.problems = problems;
    this.dataset = dataset;
  }

  void check(AugmentationElement augmentation) {
    ResizedCropElement crop = augmentation.randomResizedCrop;
    if (crop != null) {
      checkRange(crop, "scale", crop.scale);
      checkRange(crop, "ratio", crop.ratio);
    }
    if (dataset.pretext != null && augmentation.flip != null && augmentation.flip > 0) {
      problems.add(
          augmentation.place("flip"),
          "flip does not go with pretext=\"rotation\": mirrored, a quarter turn to the left looks"
              + " like one to the right");
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
