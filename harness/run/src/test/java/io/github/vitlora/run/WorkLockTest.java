package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WorkLockTest {
  @TempDir Path folder;

  /** The bound is for a lock that never comes free; no machine is as slow as that. */
  @Test
  @Timeout(300)
  void theSecondWaitsForTheFirstAndSaysForWhom() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> second;
    try (WorkLock first = WorkLock.acquire(folder, said::add)) {
      assertThat(first).isNotNull();
      assertThat(said).isEmpty();
      second =
          CompletableFuture.runAsync(
              () -> {
                try {
                  WorkLock.acquire(folder, said::add).close();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      while (said.isEmpty() && !second.isDone()) {
        Thread.sleep(10);
      }
      if (second.isCompletedExceptionally()) {
        // Says why, in place of a wait for words that will not come.
        second.get();
      }
      assertThat(second).isNotDone();
    }

    second.get();
    assertThat(said)
        .containsExactly(
            "Waiting for process " + ProcessHandle.current().pid() + ", which works in " + folder);
  }
}
