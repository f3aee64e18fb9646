package io.github.vitlora.report.table;

import java.util.List;
import java.util.stream.Collectors;

/** Renders tables as Markdown. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /** Renders the headings, and below them a line for each row. */
  public static String render(Table table) {
    StringBuilder text = new StringBuilder(row(table.headings()));
    text.append("| --- |");
    table.columns().forEach(column -> text.append(column.words() ? " --- |" : " ---: |"));
    text.append('\n');
    table.rows().forEach(row -> text.append(row(row.texts())));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().map(MarkdownTable::escape).collect(Collectors.joining(" | ", "| ", " |"))
        + '\n';
  }

  /** Keeps text inside its cell or line, whatever it holds. */
  public static String escape(String text) {
    return text.replaceAll("\\R", " ").replaceAll("([\\\\|<>*_`\\[\\]])", "\\\\$1");
  }
}
