package io.github.vitlora.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import java.util.List;

/**
 * What the page "Compare" shows, as its scripts read it. Nothing in here is markup: the scripts put
 * texts into the page as texts, whatever a descriptor wrote.
 *
 * @param setting what was done on what, in sentences
 * @param regimes the rows' regimes in descriptor order; a regime's place in the list is its colour
 */
record ComparePage(
    String experiment,
    String description,
    String setting,
    List<Regime> regimes,
    List<ExpectationOutcome> expectations,
    CompareTable table,
    DifferenceTable differences,
    CompareCharts charts) {

  /** How the page tells a regime from others. */
  record Regime(String slug, String label) {}

  private static final JsonMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module()).build();

  static ComparePage of(Experiment experiment, ExperimentResults results) {
    return new ComparePage(
        results.experiment(),
        results.description().strip(),
        Setting.sentence(experiment, results.environment()),
        results.comparisons().stream().map(row -> new Regime(row.slug(), row.label())).toList(),
        results.expectations(),
        CompareTable.of(results),
        DifferenceTable.of(results),
        CompareCharts.of(results));
  }

  byte[] json() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
