package io.github.vitlora.dataset;

import io.github.vitlora.random.Shuffle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Holds whole groups of images out, so that no patient, say, is both trained on and tested on. */
final class Groups {
  private Groups() {}

  /** Returns whether any image belongs to a group. */
  static boolean in(List<LabelledImage> images) {
    return images.stream().anyMatch(image -> image.group().isPresent());
  }

  /**
   * Chooses groups at random until they have about a share of the images. A group whose choice
   * would leave a class without any other image is passed over. An image of no group is one by
   * itself.
   *
   * @param fraction the share, in (0, 1)
   */
  static Set<LabelledImage> heldOut(
      List<LabelledImage> images, double fraction, SplittableRandom random) {
    Map<String, List<LabelledImage>> groups = new TreeMap<>();
    Map<Integer, Integer> left = new HashMap<>();
    for (LabelledImage image : images) {
      String group =
          image
              .group()
              .map(name -> "group " + name)
              .orElseGet(() -> "image " + image.image().name());
      groups.computeIfAbsent(group, name -> new ArrayList<>()).add(image);
      left.merge(image.label(), 1, Integer::sum);
    }
    long wanted = Math.round(fraction * images.size());
    Set<LabelledImage> chosen = new HashSet<>();
    for (List<LabelledImage> group : Shuffle.of(List.copyOf(groups.values()), random)) {
      if (chosen.size() + group.size() / 2 >= wanted) {
        continue;
      }
      Map<Integer, Integer> taken = new HashMap<>();
      group.forEach(image -> taken.merge(image.label(), 1, Integer::sum));
      if (taken.entrySet().stream().allMatch(c -> left.get(c.getKey()) > c.getValue())) {
        taken.forEach((label, count) -> left.merge(label, -count, Integer::sum));
        chosen.addAll(group);
      }
    }
    return chosen;
  }

  /**
   * Requires that no group is in both of two splits.
   *
   * @throws DatasetException if one is, naming it
   */
  static void requireApart(String firstName, Split first, String secondName, Split second) {
    Set<String> groups = new HashSet<>();
    first.images().forEach(image -> image.group().ifPresent(groups::add));
    List<String> shared =
        second.images().stream()
            .flatMap(image -> image.group().stream())
            .filter(groups::contains)
            .distinct()
            .sorted()
            .toList();
    if (!shared.isEmpty()) {
      throw new DatasetException(
          "The splits '%s' and '%s' share %d groups (%s): a group must be in one split alone. Move its images together, or hold out a testFraction, which keeps groups together"
              .formatted(
                  firstName,
                  secondName,
                  shared.size(),
                  String.join(", ", shared.subList(0, Math.min(5, shared.size())))));
    }
  }
}
