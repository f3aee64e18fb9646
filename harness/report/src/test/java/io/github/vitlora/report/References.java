package io.github.vitlora.report;

import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Reports of the committed reference results, as they were measured. */
public final class References {

  private References() {}

  public static ExperimentResults results(String name) {
    return ResultStore.readExperiment(Path.of("../../reports/reference", name, "results.json"));
  }

  /** What the results tell, or, where they are older than that, the descriptor of their name. */
  private static Experiment experiment(ExperimentResults results) {
    return results
        .descriptor()
        .filter(descriptor -> !descriptor.isNull())
        .map(ExperimentJson::read)
        .orElseGet(
            () ->
                ExperimentReader.read(
                    Path.of("../../experiments", results.experiment() + ".xml"),
                    name -> Optional.empty()));
  }

  /** Writes the report of results into a folder. */
  static void report(ExperimentResults results, Path folder) throws IOException {
    report(results, folder, Map.of());
  }

  /** The same by a build server that has these environment variables. */
  static void report(ExperimentResults results, Path folder, Map<String, String> variables)
      throws IOException {
    new AllureReport(Clock.systemUTC(), variables)
        .write(experiment(results), results, ReportMaterial.of(id -> Optional.empty()), folder);
  }

  /** The same with pictures of attention maps. */
  static void report(ExperimentResults results, Path pictures, Path folder) throws IOException {
    new AllureReport(Clock.systemUTC(), Map.of())
        .write(
            experiment(results),
            results,
            ReportMaterial.of(id -> Optional.empty()).withAttention(pictures),
            folder);
  }
}
