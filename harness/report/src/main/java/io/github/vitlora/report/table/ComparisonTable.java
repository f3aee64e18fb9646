package io.github.vitlora.report.table;

import io.github.vitlora.result.ExperimentResults;
import java.util.ArrayList;
import java.util.List;

/** The comparison for a terminal. */
public final class ComparisonTable {

  private static final int WIDTH = 120;
  private static final String GAP = "  ";

  private ComparisonTable() {}

  /**
   * An aligned table, a line a regime below a line of headings and a rule, in ASCII alone and no
   * wider than 120 columns; long names are cut. Lines end in {@code \n}, the last one too.
   */
  public static String render(ExperimentResults results) {
    RegimeTable table = RegimeTable.of(results);
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.headings().stream().map(ComparisonTable::ascii).toList());
    table.rows().forEach(row -> lines.add(row.stream().map(ComparisonTable::ascii).toList()));
    int[] widths = widths(lines);
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      append(text, line, widths);
      if (line == lines.get(0)) {
        int total = GAP.length() * (widths.length - 1);
        for (int width : widths) {
          total += width;
        }
        text.append("-".repeat(total)).append('\n');
      }
    }
    return text.toString();
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    int others = GAP.length() * (widths.length - 1);
    for (int column = widths.length - 1; column >= 0; column--) {
      for (List<String> line : lines) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
      others += column == 0 ? 0 : widths[column];
    }
    widths[0] = Math.min(widths[0], WIDTH - others);
    return widths;
  }

  private static void append(StringBuilder text, List<String> line, int[] widths) {
    String first = line.get(0);
    text.append(pad(first.substring(0, Math.min(first.length(), widths[0])), widths[0], false));
    for (int column = 1; column < widths.length; column++) {
      text.append(GAP).append(pad(line.get(column), widths[column], true));
    }
    text.append('\n');
  }

  private static String pad(String cell, int width, boolean right) {
    String blanks = " ".repeat(width - cell.length());
    return right ? blanks + cell : cell + blanks;
  }

  private static String ascii(String cell) {
    return cell.replaceAll("^±(?=\\d)", "")
        .replace("±", "+-")
        .replace('−', '-')
        .replace('–', '-')
        .replaceAll("[^\\x20-\\x7e]", "?");
  }
}
