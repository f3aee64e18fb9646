package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock between processes, held by a JVM of its own. */
class EntryLockTest {

  /** Holds the lock until its input ends. */
  public static final class Holder {

    private Holder() {}

    /** The lock's file is the only argument. */
    public static void main(String[] arguments) throws IOException {
      EntryLock.holding(
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
        FileLock held = other.lock()) {
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
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                lock.toString())
            .start();
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

  private static CompletableFuture<Void> wanting(Path lock) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            EntryLock.holding(lock, () -> {});
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
