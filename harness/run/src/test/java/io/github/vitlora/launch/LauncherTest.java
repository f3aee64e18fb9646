package io.github.vitlora.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs are done wherever a launcher has them done. */
@Tag("slow")
class LauncherTest {
  @TempDir Path folder;

  /** The test's class path names it as a service, as a user's jar would name another. */
  public static final class FromOutside implements Launcher {
    @Override
    public String name() {
      return "from-outside";
    }

    @Override
    public Optional<TrialEvent.Failed> launch(
        Job job, WorkerSettings settings, Consumer<TrialEvent> events) throws IOException {
      Job.Train train = (Job.Train) Job.read(job.json());
      events.accept(new TrialEvent.Warned("elsewhere"));
      if (train.trial().seed() == 2) {
        events.accept(
            new TrialEvent.MemoryUsed(
                new MemoryByPhase(Optional.of(7L), Optional.empty(), Optional.empty())));
        return Optional.of(new TrialEvent.Failed(FailureKind.KILLED, "the machine is gone"));
      }
      ResultStore.writeTrial(
          train.folder().result(), TrialResult.of(train.trial(), List.of()).build());
      return Optional.empty();
    }
  }

  @Test
  void oneThatOthersBringAlongIsFoundByItsName() throws Exception {
    List<TrialEvent> events = new ArrayList<>();

    TrialResult result =
        workers("from-outside").train(trial(1), new TrialFolder(folder), events::add);

    assertThat(result.status()).isEqualTo(TrialStatus.COMPLETED);
    assertThat(events).containsExactly(new TrialEvent.Warned("elsewhere"));
  }

  @Test
  void whatATrialToldIsInTheResultOfItsFailure() throws Exception {
    TrialFolder files = new TrialFolder(folder);

    TrialResult result = workers("from-outside").train(trial(2), files, event -> {});

    assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(result.failureKind()).contains(FailureKind.KILLED);
    assertThat(result.message()).contains("the machine is gone");
    assertThat(result.peakMemoryBytes()).contains(7L);
    assertThat(ResultStore.readTrial(files.result())).isEqualTo(result);
  }

  @Test
  void oneThatNobodyBringsIsRefused() {
    assertThatThrownBy(() -> Launcher.named("spark"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'spark'", "local", "from-outside");
  }

  private Workers workers(String launcher) {
    return new Workers(Launcher.named(launcher), SmokeWorkers.settings(folder.resolve("cache")));
  }

  private Trial trial(long seed) throws IOException {
    return SmokeTrials.in(folder.resolve("material-" + seed)).of(new Regime.LinearProbe(), seed);
  }
}
