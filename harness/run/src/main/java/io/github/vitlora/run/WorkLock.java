package io.github.vitlora.run;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps a second run out of an experiment's working folder. The system gives the lock back when its
 * process ends, however that ends.
 */
final class WorkLock implements AutoCloseable {
  private static final long POLL_MILLIS = 500;

  /** Beyond what the file says, where a lock of the whole file would keep readers out. */
  private static final long LOCKED_BYTE = 1L << 30;

  private final RandomAccessFile file;
  private final FileLock lock;

  private WorkLock(RandomAccessFile file, FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Waits until no other run works in the folder.
   *
   * @param folder made when needed
   * @param waiting told once, for people, when there is someone to wait for
   * @throws IOException when the folder cannot be made or written
   */
  static WorkLock acquire(Path folder, Consumer<String> waiting)
      throws IOException, InterruptedException {
    Path path = folder.resolve("lock");
    RandomAccessFile file = open(path);
    try {
      Optional<FileLock> lock = attempt(file);
      if (lock.isEmpty()) {
        String holder = Files.readString(path).strip();
        waiting.accept("Waiting for process " + holder + ", which works in " + folder);
      }
      while (lock.isEmpty()) {
        Thread.sleep(POLL_MILLIS);
        lock = attempt(file);
      }
      sign(file, path);
      return new WorkLock(file, lock.get());
    } catch (IOException | InterruptedException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static RandomAccessFile open(Path path) throws IOException {
    try {
      Files.createDirectories(path.getParent());
      return new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw new UnwritableException(path.getParent(), PropertyNames.WORK, e);
    }
  }

  private static void sign(RandomAccessFile file, Path path) throws IOException {
    try {
      file.setLength(0);
      file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnwritableException(path, PropertyNames.WORK, e);
    }
  }

  private static Optional<FileLock> attempt(RandomAccessFile file) throws IOException {
    try {
      return Optional.ofNullable(file.getChannel().tryLock(LOCKED_BYTE, 1, false));
    } catch (OverlappingFileLockException e) {
      // Held by another build in this very process.
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    file.close();
  }
}
