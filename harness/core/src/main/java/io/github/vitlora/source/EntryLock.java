package io.github.vitlora.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds one entry of the cache against other processes and other threads.
 *
 * <p>A file lock belongs to the whole JVM and a second one of the same file is an error there, so
 * that threads wait for each other on a lock of their own first. The lock's file stays: deleting it
 * would let two processes hold locks of two files of one name.
 */
final class EntryLock {

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private static final ConcurrentMap<Path, ReentrantLock> OF_THIS_JVM = new ConcurrentHashMap<>();

  private static final long POLL_MILLIS = 50;

  private EntryLock() {}

  private static boolean attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held by this class as another class loader of this JVM has it: another module's plugin.
      return false;
    }
  }

  private static void pause(Path file) throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another process held " + file);
    }
  }

  /** Waits until nobody else holds the entry, then acts. */
  static void holding(Path lockFile, Action action) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    Files.createDirectories(file.getParent());
    ReentrantLock threads = OF_THIS_JVM.computeIfAbsent(file, path -> new ReentrantLock());
    threads.lock();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Released when the channel is closed.
      while (!attempt(channel)) {
        pause(file);
      }
      action.run();
    } finally {
      threads.unlock();
    }
  }
}
