package io.github.vitlora.assertion;

import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Entry point of assertions on results:
 *
 * <pre>{@code
 * ExperimentResults results = VitLoraAssertions.results(Path.of("reports/woof"));
 * assertThat(results).passed();
 * assertThat(results).hasTrial("lora-r8-seed1").withTestAccuracyAtLeast(0.85);
 * assertThat(results).hasRegime("lora-r8").withTestAccuracyWithin(0.03, "full");
 * assertThat(results).hasAnswer("good-enough").isSufficientRankAtMost(8);
 * }</pre>
 */
public final class VitLoraAssertions {
  private VitLoraAssertions() {}

  /** Assertions on the results of an experiment. */
  public static ExperimentResultsAssert assertThat(ExperimentResults actual) {
    return new ExperimentResultsAssert(actual);
  }

  /**
   * Reads results.
   *
   * @param place a {@code results.json}, or the folder of the report that holds it
   * @throws io.github.vitlora.result.ResultException if it is missing or malformed
   */
  public static ExperimentResults results(Path place) {
    return ResultStore.readExperiment(
        Files.isDirectory(place) ? place.resolve(ResultStore.FILE) : place);
  }
}
