package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.source.Sources;
import java.util.ArrayList;
import java.util.List;

/**
 * Another data set's images, each turned by no, one, two and three quarters; the turn is the class.
 *
 * @param of the other data set
 */
record RotatedFormat(DatasetFormat of) implements DatasetFormat {

  /** Opens the other data set. */
  static DatasetFormat open(DatasetOrigin.Rotations rotations, DatasetSpec spec, Sources sources) {
    return new RotatedFormat(DatasetFormats.open(spec.withOrigin(rotations.of()), sources));
  }

  @Override
  public String place() {
    return of.place();
  }

  @Override
  public Split read(String split) {
    List<LabelledImage> rotated = new ArrayList<>();
    for (LabelledImage image : of.read(split).images()) {
      for (int quarters = 0; quarters < DatasetOrigin.Rotations.CLASSES.size(); quarters++) {
        rotated.add(new LabelledImage(new RotatedImage(image.image(), quarters), quarters));
      }
    }
    return new Split(DatasetOrigin.Rotations.CLASSES, rotated);
  }
}
