package io.github.vitlora.report.text;

import static io.github.vitlora.report.table.HtmlTable.escape;

import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.table.AnswerInWords;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.HtmlTable;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.verdict.ExpectationOutcome;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Writes fragments of HTML that look the same inside Allure's page and on their own. */
public final class ComparisonHtml {

  private static final String STYLE =
      """
      <style>
      .vl p{overflow-wrap:anywhere}
      .vl{font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#222}
      .vl table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:8px 0;white-space:nowrap;font-size:12px}
      .vl th{font-weight:600;color:#555;border-bottom:2px solid #bbb;padding:4px 6px;text-align:right}
      .vl td{border-bottom:1px solid #e4e4e4;padding:4px 6px;text-align:right}
      .vl th:first-child,.vl td:first-child{text-align:left;padding-left:2px}
      .vl .wide{overflow-x:auto}
      .vl .note{color:#666;font-size:12px;max-width:75em}
      .vl img{max-width:100%;width:720px;display:block;margin:14px 0}
      .vl .ok{color:#1a7f37}.vl .no{color:#b3261e}
      .vl li{margin:2px 0}
      </style>
      """;

  private ComparisonHtml() {}

  /** Writes a table with what its headings leave unsaid; nothing if it has no rows. */
  public static String table(Table table, String legend) {
    return table.rows().isEmpty()
        ? ""
        : HtmlTable.render(table) + "<p class=\"note\">" + escape(legend) + "</p>";
  }

  /** Writes the regimes held against one of them; nothing if none could be. */
  public static String differences(DifferenceTable differences) {
    if (differences.table().rows().isEmpty()) {
      return "";
    }
    return HtmlTable.render(differences.table())
        + differences.notes().stream()
            .map(note -> "<li>" + escape(note) + "</li>")
            .collect(Collectors.joining("", "<ul class=\"note\">", "</ul>"));
  }

  /** The answers to questions, each with the question and the looks; nothing if there are none. */
  public static String answers(List<AnswerInWords> answers) {
    return answers.stream()
        .map(
            answer ->
                "<p><b>%s %s</b></p><p class=\"note\">%s</p>%s"
                    .formatted(
                        answer.mark(),
                        escape(answer.sentence()),
                        escape(answer.asked()),
                        answer.looks().stream()
                            .map(look -> "<li>" + escape(look) + "</li>")
                            .collect(Collectors.joining("", "<ul class=\"note\">", "</ul>"))))
        .collect(Collectors.joining());
  }

  /** Writes the verdicts as a list; nothing if there are none. */
  public static String verdicts(List<ExpectationOutcome> outcomes) {
    if (outcomes.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<ul>");
    for (ExpectationOutcome outcome : outcomes) {
      html.append(
          "<li><span class=\"%s\">%s</span> %s</li>"
              .formatted(
                  outcome.passed() ? "ok" : outcome.onlyWarns() ? "open" : "no",
                  outcome.mark(),
                  escape(outcome.message())));
    }
    return html.append("</ul>").toString();
  }

  /** Writes the charts, each as an image or, where there is none, as a sentence. */
  public static String charts(List<ChartImage> charts) {
    StringBuilder html = new StringBuilder();
    for (ChartImage chart : charts) {
      if (chart.png().isPresent()) {
        html.append(
            "<img alt=\"%s\" src=\"data:image/png;base64,%s\">"
                .formatted(
                    escape(chart.title()), Base64.getEncoder().encodeToString(chart.png().get())));
      } else {
        html.append("<p class=\"note\">").append(escape(chart.absence())).append("</p>");
      }
    }
    return html.toString();
  }

  public static String paragraph(String text) {
    return "<p>" + escape(text) + "</p>";
  }

  /** Puts a fragment below its style. */
  public static String styled(String html) {
    return STYLE + "<div class=\"vl\">" + html + "</div>";
  }
}
