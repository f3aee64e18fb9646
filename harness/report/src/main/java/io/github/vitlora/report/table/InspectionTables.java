package io.github.vitlora.report.table;

import io.github.vitlora.dataset.Finding;
import io.github.vitlora.inspection.Duplicates;
import io.github.vitlora.inspection.Duplicates.Place;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.inspection.Inspection.ClassCount;
import io.github.vitlora.inspection.Inspection.Span;
import io.github.vitlora.inspection.Inspection.SplitCount;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.table.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows what a look at every image of a data set found. */
public final class InspectionTables {
  /** Tables of files and of duplicates end after so many rows. */
  private static final int MOST = 50;

  private InspectionTables() {}

  /** Returns the tables that have rows: counts, properties, and what is not in order. */
  public static List<Table> of(Inspection found) {
    List<Table> tables = new ArrayList<>();
    tables.add(classes(found.splits()));
    tables.add(properties(found));
    add(tables, "Cannot be read", found.unreadable());
    add(tables, "Damaged", found.damaged());
    add(tables, "Not used", found.leftOut());
    if (found.duplicates().groups() > 0) {
      tables.add(duplicates(found.duplicates()));
    }
    return List.copyOf(tables);
  }

  private static Table classes(List<SplitCount> splits) {
    List<Row> rows = new ArrayList<>();
    List<String> names = splits.get(0).classes().stream().map(ClassCount::name).toList();
    for (int label = 0; label < names.size(); label++) {
      int at = label;
      rows.add(
          row(
              names.get(label),
              splits.stream().map(split -> split.classes().get(at).images()).toList()));
    }
    rows.add(row("All classes", splits.stream().map(SplitCount::images).toList()));
    return Table.of("Class", splits.stream().map(SplitCount::name).toList(), rows);
  }

  private static Row row(String label, List<Integer> counts) {
    return Row.of(label, counts.stream().map(NumberText::count).toArray(String[]::new));
  }

  private static Table properties(Inspection found) {
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("Formats", words(found.formats())));
    rows.add(Row.of("Samples", words(found.modes())));
    rows.add(Row.of("Width", span(found.width())));
    rows.add(Row.of("Height", span(found.height())));
    if (found.turned() > 0) {
      rows.add(Row.of("Stored turned", "%,d images, by their EXIF tag".formatted(found.turned())));
    }
    return Table.of("Property", List.of("Images"), rows);
  }

  private static String words(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String span(Span span) {
    return "%,d to %,d pixels, median %,d".formatted(span.least(), span.most(), span.median());
  }

  private static void add(List<Table> tables, String heading, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    findings.stream().limit(MOST).forEach(one -> rows.add(Row.of(one.file(), one.what())));
    more(rows, findings.size());
    tables.add(Table.of(heading, List.of("Why"), rows));
  }

  private static Table duplicates(Duplicates duplicates) {
    List<Row> rows = new ArrayList<>();
    duplicates.shown().stream()
        .limit(MOST)
        .forEach(
            group ->
                rows.add(
                    Row.of(
                        text(group.places().get(0)),
                        group.exact() ? "the same bytes" : "looks the same",
                        group.places().stream()
                            .skip(1)
                            .map(InspectionTables::text)
                            .collect(Collectors.joining(", ")))));
    more(rows, duplicates.groups());
    return Table.of("There more than once", List.of("How", "Again"), rows);
  }

  private static String text(Place place) {
    return "%s (%s, %s)".formatted(place.image(), place.split(), place.label());
  }

  private static void more(List<Row> rows, int all) {
    if (all > MOST) {
      rows.add(Row.of("and %,d more, in inspection.json".formatted(all - MOST)));
    }
  }
}
