package io.github.vitlora.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Keeps other processes and other threads out. The system gives the lock back when its process
 * ends, however that ends.
 *
 * <p>A file lock belongs to the whole JVM, and is lost when any channel of the JVM to the file is
 * closed, so that threads wait for each other before they open it. The lock's file stays: deleting
 * it would let two processes hold locks of two files of one name.
 */
public final class FileLock implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  /** Beyond what the file says, where a lock of the whole file would keep readers out. */
  private static final long LOCKED_BYTE = 1L << 30;

  private static final int MOST_DIGITS = 20;

  private static final ConcurrentMap<Path, Semaphore> OF_THIS_JVM = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final Semaphore threads;

  private FileLock(FileChannel channel, Semaphore threads) {
    this.channel = channel;
    this.threads = threads;
  }

  /** Acts while a lock is held. */
  @FunctionalInterface
  public interface Action {
    /**
     * Acts.
     *
     * @throws IOException if it cannot be done
     */
    void run() throws IOException;
  }

  /**
   * Acts once nobody else holds the file.
   *
   * @param file made when needed, as its folder is
   * @throws IOException if the file cannot be written, or as the action throws it
   */
  public static void holding(Path file, Action action) throws IOException {
    FileLock lock;
    try {
      lock = acquire(file, holder -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another process held " + file);
    }
    try {
      action.run();
    } finally {
      lock.close();
    }
  }

  /**
   * Keeps others out of a folder until the lock is closed. The file {@code lock} in it names this
   * process.
   *
   * @param folder made when needed
   * @param property that names another folder
   * @param waiting told once, for people, when there is someone to wait for
   * @throws UnwritableException when the folder cannot be made or written
   */
  public static FileLock ofFolder(Path folder, String property, Consumer<String> waiting)
      throws IOException, InterruptedException {
    try {
      FileLock lock =
          acquire(
              folder.resolve("lock"),
              holder ->
                  waiting.accept("Waiting for process " + holder + ", which works in " + folder));
      lock.sign();
      return lock;
    } catch (IOException e) {
      throw new UnwritableException(folder, property, e);
    }
  }

  private static FileLock acquire(Path lockFile, Consumer<String> waiting)
      throws IOException, InterruptedException {
    Path file = lockFile.toAbsolutePath().normalize();
    Files.createDirectories(file.getParent());
    Semaphore threads = OF_THIS_JVM.computeIfAbsent(file, path -> new Semaphore(1));
    if (!threads.tryAcquire()) {
      waiting.accept(thisProcess());
      threads.acquire();
    }
    FileLock lock;
    try {
      lock = new FileLock(open(file), threads);
    } catch (IOException e) {
      threads.release();
      throw e;
    }
    try {
      lock.await(waiting);
      return lock;
    } catch (IOException | InterruptedException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static String thisProcess() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private void await(Consumer<String> waiting) throws IOException, InterruptedException {
    if (attempt()) {
      return;
    }
    waiting.accept(holder());
    do {
      Thread.sleep(POLL_MILLIS);
    } while (!attempt());
  }

  private boolean attempt() throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      // Held by this class as another class loader of this JVM has it: another module's plugin.
      return false;
    }
  }

  private String holder() throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MOST_DIGITS);
    channel.read(text, 0);
    return StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
  }

  private void sign() throws IOException {
    try {
      channel.truncate(0);
      AtomicFile.writeAll(channel, ByteBuffer.wrap(thisProcess().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      // Releases the lock.
      channel.close();
    } finally {
      threads.release();
    }
  }
}
