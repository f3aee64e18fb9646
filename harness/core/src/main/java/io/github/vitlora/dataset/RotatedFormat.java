package io.github.vitlora.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * Another data set's images, each turned by no, one, two and three quarters; the turn is the class.
 *
 * @param of the other data set
 */
record RotatedFormat(DatasetFormat of) implements DatasetFormat {
  private static final List<String> CLASSES = List.of("0°", "90°", "180°", "270°");

  @Override
  public String place() {
    return of.place();
  }

  @Override
  public String expected(String split) {
    return of.expected(split);
  }

  @Override
  public boolean has(String split) {
    return of.has(split);
  }

  @Override
  public Split read(String split) {
    List<LabelledImage> rotated = new ArrayList<>();
    for (LabelledImage image : of.read(split).images()) {
      for (int quarters = 0; quarters < CLASSES.size(); quarters++) {
        rotated.add(new LabelledImage(new RotatedImage(image.image(), quarters), quarters));
      }
    }
    return new Split(CLASSES, rotated);
  }

  @Override
  public int countClasses(String split) {
    return CLASSES.size();
  }
}
