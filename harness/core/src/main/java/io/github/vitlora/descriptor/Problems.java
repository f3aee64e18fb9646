package io.github.vitlora.descriptor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one descriptor. */
final class Problems {

  /** Where reading stops. Whoever made as many mistakes goes on from the first ones. */
  private static final int MOST = 100;

  private record Entry(Place place, String message, boolean isCause) {}

  private static final Comparator<Entry> FILE_ORDER =
      Comparator.comparingInt((Entry e) -> e.place().line())
          .thenComparingInt(e -> e.place().column());

  private final String file;
  private final Set<Entry> entries = new LinkedHashSet<>();
  private boolean stopped;

  Problems(String file) {
    this.file = file;
  }

  void add(Place place, String message) {
    entries.add(new Entry(place, message, false));
  }

  /** Adds a problem that explains, and so replaces, whatever else is wrong with the attribute. */
  void addCause(Place place, String message) {
    entries.add(new Entry(place, message, true));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether what stands here is not to be looked at, after so many problems; says so once. */
  boolean stopReading(Place here) {
    if (entries.size() < MOST) {
      return false;
    }
    if (!stopped) {
      stopped = true;
      add(here, "reading stops here, after so many problems");
    }
    return true;
  }

  /** The problems in the order of the file. */
  List<DescriptorProblem> list() {
    List<DescriptorProblem> problems = new ArrayList<>();
    entries.stream()
        .filter(e -> !isConsequence(e))
        .sorted(FILE_ORDER)
        .map(e -> new DescriptorProblem(file, e.place().line(), e.place().column(), e.message()))
        .forEach(problems::add);
    return problems;
  }

  private boolean isConsequence(Entry entry) {
    return !entry.isCause()
        && !entry.place().attribute().isEmpty()
        && entries.stream().anyMatch(e -> e.isCause() && e.place().equals(entry.place()));
  }
}
