package io.github.vitlora.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock between processes, held by a JVM of its own. */
class FileLockTest {

  /** Holds the lock until its input ends. */
  public static final class Holder {

    private Holder() {}

    /** The lock's file is the only argument. */
    public static void main(String[] arguments) throws IOException {
      FileLock.holding(
          Path.of(arguments[0]),
          () -> {
            System.out.println("held");
            while (System.in.read() >= 0) {
              // Waits for the end.
            }
          });
    }
  }

  /** As another class loader of this JVM does, which has other locks of threads. */
  @Test
  @Timeout(30)
  void anotherHolderInThisProcessIsWaitedFor(@TempDir Path folder) throws Exception {
    Path lock = folder.resolve("entry.lock");
    CompletableFuture<Void> here;
    try (FileChannel other =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        java.nio.channels.FileLock held = other.lock()) {
      assertThat(held.isValid()).isTrue();
      here = wanting(lock);
      assertThatThrownBy(() -> here.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }
    here.get(10, TimeUnit.SECONDS);
  }

  @Test
  @Timeout(30)
  void anotherProcessIsWaitedFor(@TempDir Path folder) throws Exception {
    Path lock = folder.resolve("entry.lock");
    Process holder = holder(lock);
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      CompletableFuture<Void> here = wanting(lock);

      assertThatThrownBy(() -> here.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      holder.getOutputStream().close();
      here.get(10, TimeUnit.SECONDS);
    } finally {
      holder.destroy();
    }
  }

  /** The bound is for a lock that never comes free; no machine is as slow as that. */
  @Test
  @Timeout(300)
  void theSecondInAFolderWaitsForTheFirstAndSaysForWhom(@TempDir Path folder) throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> second;
    try (FileLock first = FileLock.ofFolder(folder, "vitlora.work", said::add)) {
      assertThat(first).isNotNull();
      assertThat(said).isEmpty();
      second =
          CompletableFuture.runAsync(
              () -> {
                try {
                  FileLock.ofFolder(folder, "vitlora.work", said::add).close();
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
      assertThat(folder.resolve("lock")).hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    second.get();
    assertThat(said)
        .containsExactly(
            "Waiting for process " + ProcessHandle.current().pid() + ", which works in " + folder);
  }

  /** The system takes a process's lock away when any of its channels to the file is closed. */
  @Test
  @Timeout(300)
  void aThreadThatWaitsTakesNothingFromTheOneThatHolds(@TempDir Path folder) throws Exception {
    Process other;
    try (FileLock held = FileLock.ofFolder(folder, "vitlora.work", said -> {})) {
      assertThat(held).isNotNull();
      CompletableFuture<String> said = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  FileLock.ofFolder(folder, "vitlora.work", said::complete).close();
                } catch (IOException e) {
                  said.completeExceptionally(e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      waiting.start();
      said.get();
      waiting.interrupt();
      waiting.join();

      other = holder(folder.resolve("lock"));
      assertThat(other.waitFor(2, TimeUnit.SECONDS)).isFalse();
      assertThat(other.getInputStream().available()).isZero();
    }
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("held");
    } finally {
      other.destroy();
    }
  }

  private static Process holder(Path lock) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            lock.toString())
        .start();
  }

  private static CompletableFuture<Void> wanting(Path lock) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            FileLock.holding(lock, () -> {});
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
