package io.github.vitlora.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.report.history.Trend;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.ResultNotes;
import io.github.vitlora.report.table.Setting;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.UnjudgedExpectation;
import java.util.List;

/**
 * What the page "Compare" shows, as its scripts read it. Nothing in here is markup: the scripts put
 * texts into the page as texts, whatever a descriptor wrote.
 *
 * @param setting what was done on what, in sentences
 * @param notes what readers have to know before they trust the figures, in sentences
 * @param regimes the rows' regimes in descriptor order; a regime's place in the list is its colour
 * @param trend the regimes' figures over the builds, this one included
 */
public record ComparePage(
    String experiment,
    String description,
    String setting,
    List<String> notes,
    List<Regime> regimes,
    List<ExpectationOutcome> expectations,
    List<UnjudgedExpectation> unjudged,
    CompareTable table,
    DifferenceTable differences,
    CompareCharts charts,
    Trend trend) {

  /** How the page tells a regime from others. */
  record Regime(String slug, String label) {}

  private static final JsonMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module()).build();

  public static ComparePage of(Experiment experiment, ExperimentResults results, Trend trend) {
    return new ComparePage(
        results.experiment(),
        results.description().strip(),
        Setting.sentence(experiment, results.environment()),
        ResultNotes.of(results),
        results.comparisons().stream().map(row -> new Regime(row.slug(), row.label())).toList(),
        results.expectations(),
        results.unjudged(),
        CompareTable.of(results),
        DifferenceTable.of(results),
        CompareCharts.of(results),
        trend);
  }

  public byte[] json() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
