package io.github.vitlora.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells which images are there more than once: files of the same bytes, and images that look the
 * same, as after resizing or compressing again.
 *
 * @param groups number of groups of images that are the same or look the same
 * @param images number of images in these groups
 * @param across number of groups that have images in more than one split
 * @param tested number of test images that are, or look like, images that are trained on
 * @param contradicting number of groups that have images of different classes
 * @param shown the first groups, those that matter most first
 */
public record Duplicates(
    int groups, int images, int across, int tested, int contradicting, List<Group> shown) {
  /** There are no duplicates. */
  public static final Duplicates NONE = new Duplicates(0, 0, 0, 0, 0, List.of());

  /** So many groups are kept. */
  static final int MOST_SHOWN = 200;

  private static final int NAMED = 3;

  /** Copies the list. */
  public Duplicates {
    shown = List.copyOf(shown);
  }

  /**
   * Lists images that are one and the same, or look so.
   *
   * @param exact whether all have the same bytes
   * @param places where the image is, two at least
   */
  public record Group(boolean exact, List<Place> places) {
    /** Copies the list. */
    public Group {
      places = List.copyOf(places);
    }

    /** Returns whether the images are in more than one split. */
    boolean crosses() {
      return places.stream().map(Place::split).distinct().count() > 1;
    }

    /** Returns whether the images are of more than one class. */
    boolean contradicts() {
      return places.stream().map(Place::label).distinct().count() > 1;
    }

    private String text() {
      return String.join(
          exact ? " = " : " ~ ",
          places.stream()
              .limit(NAMED)
              .map(place -> "%s (%s)".formatted(place.image(), place.label()))
              .toList());
    }
  }

  /**
   * Says where an image is.
   *
   * @param split name of its split
   * @param image its name
   * @param label name of its class
   */
  public record Place(String split, String image, String label) {}

  /** Says what is worth a warning, a sentence each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (tested > 0) {
      warnings.add(
          "%s trained on as well, by bytes or by looks, so that accuracy says less of other images: %s"
              .formatted(Inspection.count(tested, "test image"), some(true, false)));
    } else if (across > 0) {
      warnings.add(
          "%s in more than one split: %s"
              .formatted(Inspection.count(across, "image"), some(true, false)));
    }
    if (contradicting > 0) {
      warnings.add(
          "%s under different classes: %s"
              .formatted(Inspection.count(contradicting, "image"), some(false, true)));
    }
    return warnings;
  }

  private String some(boolean crossing, boolean contradicting) {
    return String.join(
        "; ",
        shown.stream()
            .filter(group -> !crossing || group.crosses())
            .filter(group -> !contradicting || group.contradicts())
            .limit(NAMED)
            .map(Group::text)
            .toList());
  }

  /** Says why nothing is trained where duplicates are not allowed; empty where there are none. */
  public Optional<String> refusal() {
    return across == 0
        ? Optional.empty()
        : Optional.of(
            "%s in more than one split, and duplicates=\"fail\" allows none: %s. Remove one of each"
                .formatted(Inspection.count(across, "image"), some(true, false)));
  }
}
