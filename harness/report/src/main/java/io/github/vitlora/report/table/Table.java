package io.github.vitlora.report.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a table as every form of a report shows it: {@link TextTable}, {@link MarkdownTable} and
 * {@link HtmlTable} render it, and the page Compare reads it as JSON.
 *
 * @param heading of the rows' labels
 * @param columns of the cells
 * @param rows in the order in which they are shown
 */
public record Table(String heading, List<Column> columns, List<Row> rows) {
  /** Stands in a cell that has no figure. */
  public static final String NONE = "–";

  /** Copies the lists. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Describes a column.
   *
   * @param key names it in the page
   * @param explanation what the heading leaves unsaid, without a full stop; may be empty
   * @param higherIsBetter whether the best row is the one with the largest figure
   * @param words whether its cells are words, which stand to the left, and no figures
   */
  public record Column(
      String key, String heading, String explanation, boolean higherIsBetter, boolean words) {

    /** Makes a column of figures that the page does not sort by. */
    public static Column figures(String heading) {
      return new Column(heading, heading, "", false, false);
    }

    /** Makes a column of words. */
    public static Column words(String heading) {
      return new Column(heading, heading, "", false, true);
    }
  }

  /**
   * Holds the label and cells of a row.
   *
   * @param slug names it in the page
   * @param label what people call it
   * @param cells one a column; where there are fewer, the last one may run on over the others
   */
  public record Row(String slug, String label, List<Cell> cells) {
    /** Copies the list. */
    public Row {
      cells = List.copyOf(cells);
    }

    /** Makes a row of texts, named by its label. */
    public static Row of(String label, String... cells) {
      return new Row(label, label, Stream.of(cells).map(Cell::of).toList());
    }

    /** Returns the label and the texts of the cells. */
    List<String> texts() {
      return Stream.concat(Stream.of(label), cells.stream().map(Cell::text)).toList();
    }
  }

  /**
   * Holds the text of a cell, and the figure behind it.
   *
   * @param text as people read it
   * @param value by which it sorts; absent where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Cell(String text, Optional<Double> value) {
    static final Cell NONE = of(Table.NONE);

    static Cell of(String text) {
      return new Cell(text, Optional.empty());
    }

    static Cell of(String text, double value) {
      return new Cell(text, Optional.of(value));
    }
  }

  /** Makes a table whose columns are figures. */
  public static Table of(String heading, List<String> figures, List<Row> rows) {
    return new Table(heading, figures.stream().map(Column::figures).toList(), rows);
  }

  /** Returns all headings, from the left. */
  List<String> headings() {
    return Stream.concat(Stream.of(heading), columns.stream().map(Column::heading)).toList();
  }

  /** Returns whether the cells at this place, counted from the label, stand to the left. */
  boolean isLeft(int column) {
    return column == 0 || columns.get(column - 1).words();
  }

  /** Returns the explanations of the columns, a sentence each. */
  public String legend() {
    return columns.stream()
        .filter(column -> !column.explanation().isEmpty())
        .map(column -> column.heading() + ": " + uncapitalised(column.explanation()) + ".")
        .collect(Collectors.joining(" "));
  }

  private static String uncapitalised(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
