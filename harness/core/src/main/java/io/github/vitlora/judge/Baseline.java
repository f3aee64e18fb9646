package io.github.vitlora.judge;

import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import java.util.List;
import java.util.Map;

/**
 * Holds the results of an earlier run, with which a run is compared.
 *
 * @param name what people know them by
 * @param results of that run
 * @param predictions on the test images, by the trial's id; may be fewer than its trials
 */
public record Baseline(
    String name, ExperimentResults results, Map<String, List<Prediction>> predictions) {

  /** Says what the trials of that run show. */
  Evidence evidence() {
    return new Evidence(results.trials(), predictions);
  }
}
