package io.github.vitlora.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
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

  private EntryLock() {}

  /** Waits until nobody else holds the entry, then acts. */
  static void holding(Path lockFile, Action action) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    Files.createDirectories(file.getParent());
    ReentrantLock threads = OF_THIS_JVM.computeIfAbsent(file, path -> new ReentrantLock());
    threads.lock();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Released when the channel is closed.
      channel.lock();
      action.run();
    } finally {
      threads.unlock();
    }
  }
}
