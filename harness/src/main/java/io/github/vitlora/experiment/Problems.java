package io.github.vitlora.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one descriptor. */
final class Problems {

  /**
   * Who found a problem. Of several problems with one attribute only the earliest stage's are kept:
   * that a value is not in order follows from the property that is not set, and the check that
   * knows the architecture says more than the schema.
   */
  enum Stage {
    PROPERTY,
    MEANING,
    SCHEMA
  }

  private record Entry(Stage stage, Place place, String message) {}

  private static final Comparator<Entry> FILE_ORDER =
      Comparator.comparingInt((Entry e) -> e.place().line())
          .thenComparingInt(e -> e.place().column());

  private final String file;
  private final Set<Entry> entries = new LinkedHashSet<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Stage stage, Place place, String message) {
    entries.add(new Entry(stage, place, message));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The problems in the order of the file. */
  List<DescriptorProblem> list() {
    List<DescriptorProblem> problems = new ArrayList<>();
    entries.stream()
        .filter(e -> !isSuperseded(e))
        .sorted(FILE_ORDER)
        .map(e -> new DescriptorProblem(file, e.place().line(), e.place().column(), e.message()))
        .forEach(problems::add);
    return problems;
  }

  private boolean isSuperseded(Entry entry) {
    return !entry.place().attribute().isEmpty()
        && entries.stream()
            .anyMatch(
                other ->
                    other.place().equals(entry.place())
                        && other.stage().compareTo(entry.stage()) < 0);
  }
}
