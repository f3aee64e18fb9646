package io.github.vitlora.report.table;

import java.util.List;

/** Renders tables as HTML. */
public final class HtmlTable {
  private HtmlTable() {}

  /** Renders the table in a box that scrolls where it is too wide. */
  public static String render(Table table) {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table><thead>");
    row(html, table.headings(), "th");
    html.append("</thead><tbody>");
    table.rows().forEach(row -> row(html, row.texts(), "td"));
    return html.append("</tbody></table></div>").toString();
  }

  private static void row(StringBuilder html, List<String> cells, String tag) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append('<' + tag + '>').append(escape(cell)).append("</" + tag + '>');
    }
    html.append("</tr>");
  }

  /** Escapes text, so that nothing in it is markup. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
