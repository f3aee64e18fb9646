package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.DecodedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FractalClassesTest {
  private static final int CLASSES = 12;

  private final FractalClasses fractals = new FractalClasses(CLASSES, spec());

  @Test
  void everySplitHasAsManyInstancesOfAClassAsAskedFor() {
    Split train = fractals.read("train");
    Split test = fractals.read("test");

    assertThat(train.byClass()).hasSize(CLASSES).allMatch(images -> images.size() == 5);
    assertThat(test.byClass()).hasSize(CLASSES).allMatch(images -> images.size() == 2);
  }

  @Test
  void noTwoImagesAreTheSameAndNoneIsEmpty() {
    Set<String> drawn = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (String split : List.of("train", "test")) {
      for (LabelledImage image : fractals.read(split).images()) {
        DecodedImage decoded = image.image().decode();
        assertThat(decoded.width()).isEqualTo(28);
        assertThat(decoded.channels()).isEqualTo(1);
        assertThat(((FractalClasses.FractalImage) image.image()).filled()).isGreaterThan(0.1);
        names.add(image.image().name());
        drawn.add(Arrays.toString(decoded.pixels()));
      }
    }
    assertThat(drawn).hasSize(CLASSES * 7);
    assertThat(names).hasSize(CLASSES * 7);
  }

  @Test
  void theyAreTheSameEveryTime() {
    List<LabelledImage> again = new FractalClasses(CLASSES, spec()).read("train").images();
    List<LabelledImage> images = fractals.read("train").images();

    for (int i = 0; i < images.size(); i++) {
      assertThat(again.get(i).image().decode().pixels())
          .isEqualTo(images.get(i).image().decode().pixels());
    }
  }

  @Test
  void moreClassesLeaveTheFirstOnesAsTheyWere() {
    byte[] first = fractals.read("train").images().get(0).image().decode().pixels();

    assertThat(
            new FractalClasses(2, spec()).read("train").images().get(0).image().decode().pixels())
        .isEqualTo(first);
  }

  private static DatasetSpec spec() {
    return new DatasetSpec(
        new DatasetOrigin.Fractals(CLASSES),
        "train",
        "test",
        0,
        new DatasetSpec.Limit(Optional.of(5), Optional.of(2)),
        new TransformSpec(28, 28, List.of(0.5f), List.of(0.5f)),
        Optional.empty());
  }
}
