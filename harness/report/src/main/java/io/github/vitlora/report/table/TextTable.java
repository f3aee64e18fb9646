package io.github.vitlora.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Renders tables for a terminal: words to the left, figures to the right. */
public final class TextTable {
  /** Limits the width of a table of regimes, in characters. */
  public static final int TERMINAL = 120;

  /** A label of a table that is too wide is cut, but not to less. */
  private static final int LEAST_LABEL = 12;

  private final Table table;
  private final List<List<String>> rows;
  private final int[] widths;
  private String gap = "  ";

  private TextTable(Table table, List<List<String>> rows) {
    this.table = table;
    this.rows = rows;
    this.widths = new int[table.columns().size() + 1];
    for (List<String> row : rows) {
      // A last cell before the last column runs on.
      int aligned = row.size() < widths.length ? row.size() - 1 : row.size();
      for (int column = 0; column < aligned; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
  }

  /** Renders the table with headings and a rule below them, in ASCII, as wide as it is. */
  public static String render(Table table) {
    return render(table, Integer.MAX_VALUE);
  }

  /**
   * Renders the table with headings and a rule below them, in ASCII. Where it is too wide, headings
   * take several lines, columns come closer, and labels are cut, in this order. Lines end in {@code
   * \n}, the last one too.
   *
   * @param most columns of the terminal
   */
  public static String render(Table table, int most) {
    List<List<String>> rows =
        table.rows().stream()
            .map(row -> row.texts().stream().map(TextTable::ascii).toList())
            .toList();
    return new TextTable(table, rows).withHeadings(most);
  }

  /** Returns a line for each row, without headings and in whatever characters the cells have. */
  public static List<String> lines(Table table) {
    List<List<String>> rows = table.rows().stream().map(Table.Row::texts).toList();
    TextTable text = new TextTable(table, rows);
    return rows.stream().map(text::line).map(String::stripTrailing).toList();
  }

  private String withHeadings(int most) {
    List<String> headings = table.headings().stream().map(TextTable::ascii).toList();
    List<List<String>> pieces = headings.stream().map(List::of).toList();
    if (widthWith(pieces) > most) {
      pieces = headings.stream().map(heading -> List.of(heading.split("(?<= )|(?=/)"))).toList();
    }
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], longest(pieces.get(column)));
    }
    gap = total() > most ? " " : gap;
    int tooWide = Math.max(0, total() - most);
    widths[0] = Math.max(Math.min(widths[0], LEAST_LABEL), widths[0] - tooWide);
    List<List<String>> wrapped = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      wrapped.add(wrapped(pieces.get(column), widths[column]));
    }
    int height = wrapped.stream().mapToInt(List::size).max().orElseThrow();
    List<String> lines = new ArrayList<>();
    for (int i = height; i > 0; i--) {
      int fromBelow = i;
      lines.add(
          line(
              wrapped.stream()
                  .map(w -> w.size() < fromBelow ? "" : w.get(w.size() - fromBelow))
                  .toList()));
    }
    lines.add("-".repeat(total()));
    rows.forEach(row -> lines.add(line(row)));
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private int widthWith(List<List<String>> headings) {
    int total = gap.length() * (widths.length - 1);
    for (int column = 0; column < widths.length; column++) {
      total += Math.max(widths[column], longest(headings.get(column)));
    }
    return total;
  }

  private int total() {
    int total = gap.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    return total;
  }

  private static int longest(List<String> pieces) {
    return pieces.stream().mapToInt(piece -> piece.strip().length()).max().orElse(0);
  }

  private static List<String> wrapped(List<String> pieces, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String piece : pieces) {
      if (!line.isEmpty() && (line + piece).strip().length() > width) {
        lines.add(line.strip());
        line = "";
      }
      line += piece;
    }
    lines.add(line.strip());
    return lines;
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String shown = column == 0 ? cell.substring(0, Math.min(cell.length(), widths[0])) : cell;
      String blanks = " ".repeat(Math.max(0, widths[column] - shown.length()));
      boolean left =
          table.isLeft(column) || column == cells.size() - 1 && cells.size() < widths.length;
      line.append(column == 0 ? "" : gap).append(left ? shown + blanks : blanks + shown);
    }
    return line.toString();
  }

  private static String ascii(String cell) {
    return cell.replaceAll("^±(?=\\d)", "")
        .replace("±", "+-")
        .replace('−', '-')
        .replace('–', '-')
        .replaceAll("[^\\x20-\\x7e]", "?");
  }
}
