package io.github.vitlora.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTimesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Experiment experiment = Samples.experiment(List.of(1L), List.of(), List.of());
  private final TrialResult full = Samples.completed(experiment.trials().get(0), 0.9);
  private final TrialResult probe = Samples.completed(experiment.trials().get(1), 0.8);

  @Test
  void aTrialThatTellsItsStartIsBelievedMoreThanItsLog(@TempDir Path folder) throws IOException {
    Path log = Files.writeString(folder.resolve("trial.log"), "epoch 1");
    Files.setLastModifiedTime(log, FileTime.from(NOW.minusSeconds(9)));
    TrialResult timed = probe.with(r -> r.startedAt("2026-03-01T11:00:00.250Z"));
    TrialTimes times = new TrialTimes(List.of(full, timed), id -> log(id, log), NOW);

    long start = Instant.parse("2026-03-01T11:00:00.250Z").toEpochMilli();
    long stop = start + Math.round(1000 * probe.wallSeconds());
    assertThat(times.of(timed)).isEqualTo(new TrialTimes.Span(start, stop));
    assertThat(times.of(full).stop()).as("just before the one after it").isEqualTo(start);
    assertThat(times.end()).isEqualTo(stop);
  }

  @Test
  void aStartThatIsNoInstantIsAsGoodAsNone() throws IOException {
    TrialTimes times =
        new TrialTimes(
            List.of(full.with(r -> r.startedAt("yesterday"))), id -> Optional.empty(), NOW);

    assertThat(times.of(full).stop()).isEqualTo(NOW.toEpochMilli());
  }

  private Optional<Path> log(String id, Path log) {
    return id.equals(probe.id()) ? Optional.of(log) : Optional.empty();
  }
}
