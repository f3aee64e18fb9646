package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.Node.Place;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one descriptor. */
final class Problems {
  /** Where reading stops. Whoever made as many mistakes goes on from the first ones. */
  private static final int MOST = 100;

  private record Entry(Place place, String message) {}

  private static final Comparator<Entry> FILE_ORDER =
      Comparator.comparingInt((Entry e) -> e.place().line())
          .thenComparingInt(e -> e.place().column());

  private final String file;
  private final Set<Entry> entries = new LinkedHashSet<>();

  Problems(String file) {
    this.file = file;
  }

  /** Adds a problem; in place of the first that is too many, it says so, and adds no further. */
  void add(Place place, String message) {
    if (entries.size() < MOST) {
      entries.add(new Entry(place, message));
    } else if (entries.size() == MOST) {
      entries.add(new Entry(place, "reading stops here, after so many problems"));
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Returns whether nothing more is added, so that nothing more need be looked at. */
  boolean isFull() {
    return entries.size() > MOST;
  }

  /** Returns the problems in the order of the file. */
  List<DescriptorProblem> list() {
    return entries.stream()
        .sorted(FILE_ORDER)
        .map(e -> new DescriptorProblem(file, e.place().line(), e.place().column(), e.message()))
        .toList();
  }
}
