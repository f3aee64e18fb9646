package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.random.RandomStreams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Properties of the choice of images. */
class DatasetSplitsTest {

  private static Split split(String name, List<Integer> counts) {
    List<String> names = new ArrayList<>();
    List<LabelledImage> images = new ArrayList<>();
    for (int label = 0; label < counts.size(); label++) {
      names.add("class" + label);
      for (int i = 0; i < counts.get(label); i++) {
        images.add(
            new LabelledImage(new ImageFile(Path.of(name, "class" + label, i + ".jpg")), label));
      }
    }
    return new Split(names, images);
  }

  private static DatasetSplits choose(
      List<Integer> counts,
      double fraction,
      Optional<Integer> train,
      Optional<Integer> test,
      long seed) {
    DatasetSpec spec =
        new DatasetSpec(
            new DatasetOrigin.Directory("."),
            "train",
            "test",
            fraction,
            new DatasetSpec.Limit(train, test),
            new TransformSpec(8, 8, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            Optional.empty());
    return DatasetSplits.choose(
        spec,
        split("train", counts),
        Optional.empty(),
        split("test", counts),
        new RandomStreams(seed));
  }

  private static List<LabelledImage> ofClass(List<LabelledImage> images, int label) {
    return images.stream().filter(image -> image.label() == label).toList();
  }

  @Property(tries = 200)
  void everyClassIsSplitByTheFraction(
      @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 40) Integer> counts,
      @ForAll @DoubleRange(min = 0, max = 0.99) double fraction,
      @ForAll @IntRange(min = 1, max = 50) int limit,
      @ForAll long seed) {
    DatasetSplits splits = choose(counts, fraction, Optional.of(limit), Optional.of(limit), seed);

    for (int label = 0; label < counts.size(); label++) {
      int kept = Math.min(limit, counts.get(label));
      int heldOut = Math.min(kept - 1, (int) Math.round(fraction * kept));
      assertThat(ofClass(splits.validation(), label)).hasSize(heldOut);
      assertThat(ofClass(splits.train(), label)).hasSize(kept - heldOut);
      assertThat(ofClass(splits.test(), label)).hasSize(kept).doesNotHaveDuplicates();
    }
    List<LabelledImage> everything = split("train", counts).images();
    assertThat(everything).containsAll(splits.train()).containsAll(splits.validation());
    assertThat(splits.validation()).noneMatch(splits.train()::contains);
    // In the order of the split, which a subsequence keeps.
    assertThat(everything.stream().filter(splits.train()::contains).toList())
        .isEqualTo(splits.train());
  }

  @Property(tries = 50)
  void seedAloneDecides(@ForAll long seed) {
    List<Integer> counts = List.of(30, 30);

    assertThat(choose(counts, 0.2, Optional.of(20), Optional.of(10), seed))
        .isEqualTo(choose(counts, 0.2, Optional.of(20), Optional.of(10), seed))
        .isNotEqualTo(choose(counts, 0.2, Optional.of(20), Optional.of(10), seed + 1));
  }

  @Test
  void otherChoicesShiftNothing() {
    DatasetSplits plain = choose(List.of(30, 30), 0.2, Optional.empty(), Optional.of(10), 1);
    DatasetSplits limited = choose(List.of(30, 30), 0.5, Optional.of(9), Optional.of(10), 1);
    DatasetSplits otherClass = choose(List.of(30, 12), 0.2, Optional.empty(), Optional.of(10), 1);

    assertThat(limited.test()).isEqualTo(plain.test());
    assertThat(ofClass(otherClass.validation(), 0)).isEqualTo(ofClass(plain.validation(), 0));
  }

  @Test
  void withoutFractionNothingIsHeldOut() {
    DatasetSplits splits = choose(List.of(3, 3), 0, Optional.empty(), Optional.empty(), 1);

    assertThat(splits.validation()).isEmpty();
    assertThat(splits.train()).isEqualTo(split("train", List.of(3, 3)).images());
  }
}
