package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.SmokeExperiment;
import io.github.vitlora.testing.SmokeTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are killed at random moments; running the same command again ends as if they had not
 * been.
 */
@Tag("slow")
class KilledExperimentTest {
  private static final int KILLS = 20;

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(42);

  @Test
  void endsBitEqual() throws Exception {
    SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
    Path calm = folder.resolve("calm");
    Path killed = folder.resolve("killed");
    long start = System.nanoTime();
    start(calm).waitFor();
    long undisturbed = (System.nanoTime() - start) / 1_000_000;

    int hits = 0;
    for (int i = 0; i < KILLS; i++) {
      hits += runAndKill(killed, undisturbed, i % 2 == 0) ? 1 : 0;
    }
    start(killed).waitFor();

    assertThat(hits).as("runs that a kill met alive").isPositive();
    ExperimentResults expected = ResultStore.readExperiment(calm.resolve("report/results.json"));
    ExperimentResults actual = ResultStore.readExperiment(killed.resolve("report/results.json"));
    assertThat(actual.trials()).extracting(TrialResult::status).containsOnly(TrialStatus.COMPLETED);
    assertThat(figures(actual)).isEqualTo(figures(expected));
    for (TrialResult trial : expected.trials()) {
      assertThat(weights(killed, trial)).hasSameBinaryContentAs(weights(calm, trial));
    }
  }

  private boolean runAndKill(Path work, long undisturbed, boolean child)
      throws IOException, InterruptedException {
    Process parent = start(work);
    boolean ended =
        parent.waitFor(random.nextLong(undisturbed / 20, undisturbed / 2), TimeUnit.MILLISECONDS);
    if (child) {
      parent.descendants().forEach(ProcessHandle::destroyForcibly);
      // The other trials still run, and the report is written.
      parent.waitFor();
    } else {
      List<ProcessHandle> children = parent.descendants().toList();
      parent.destroyForcibly().waitFor();
      for (ProcessHandle orphan : children) {
        orphan.onExit().join();
      }
    }
    return !ended;
  }

  private Process start(Path work) throws IOException {
    Files.createDirectories(work);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-classpath",
            System.getProperty("java.class.path"),
            SmokeExperiment.class.getName(),
            folder.resolve("material").toString(),
            work.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("output.txt").toFile()))
        .start();
  }

  private static Path weights(Path work, TrialResult trial) {
    return new TrialFolder(work.resolve("smoke").resolve(trial.id())).weights();
  }

  private static List<List<Object>> figures(ExperimentResults results) {
    return results.trials().stream()
        .map(
            trial ->
                List.<Object>of(
                    trial.id(),
                    trial.fingerprint(),
                    trial.test(),
                    trial.epochs().stream()
                        .map(e -> List.of(e.trainLoss(), e.trainAccuracy(), e.validationLoss()))
                        .toList()))
        .toList();
  }
}
