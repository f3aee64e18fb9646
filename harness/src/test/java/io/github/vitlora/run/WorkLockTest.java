package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkLockTest {
  @TempDir Path folder;

  @Test
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
      while (said.isEmpty()) {
        Thread.sleep(10);
      }
      assertThat(second).isNotDone();
    }

    second.get(30, TimeUnit.SECONDS);
    assertThat(said)
        .containsExactly(
            "Waiting for process " + ProcessHandle.current().pid() + ", which works in " + folder);
  }
}
