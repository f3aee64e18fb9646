package io.github.vitlora.dataset;

import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.random.Shuffle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the test images whose maps are drawn. */
public final class ImageChoice {
  private ImageChoice() {}

  /**
   * Returns the images that a descriptor names, or as many as it asks for: chosen by the seed, of
   * as many classes as possible.
   *
   * @param test images of the trial of that seed
   * @throws DatasetException if an image that is named is not among them
   */
  public static List<LabelledImage> of(
      AttentionSpec spec, List<LabelledImage> test, RandomStreams random) {
    return spec.names().isEmpty()
        ? chosen(spec.images(), test, random)
        : spec.names().stream().map(name -> named(name, test)).toList();
  }

  private static List<LabelledImage> chosen(
      int count, List<LabelledImage> test, RandomStreams random) {
    List<LabelledImage> left = new ArrayList<>(Shuffle.of(test, random.stream("attention.images")));
    Set<LabelledImage> chosen = new LinkedHashSet<>();
    while (chosen.size() < count && !left.isEmpty()) {
      Set<Integer> classes = new HashSet<>();
      List<LabelledImage> round =
          left.stream().filter(image -> classes.add(image.label())).toList();
      round.stream().limit((long) count - chosen.size()).forEach(chosen::add);
      left.removeAll(chosen);
    }
    return List.copyOf(chosen);
  }

  private static LabelledImage named(String name, List<LabelledImage> test) {
    Optional<LabelledImage> found =
        test.stream().filter(image -> image.image().name().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            new DatasetException(
                "<attention> names '"
                    + name
                    + "', which is none of the %,d test images; they are named as '%s' is"
                        .formatted(test.size(), test.get(0).image().name())));
  }
}
