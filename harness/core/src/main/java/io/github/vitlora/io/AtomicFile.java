package io.github.vitlora.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that are there whole or not at all: to a temporary name beside its place, forced to
 * the disk, then renamed.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /**
   * Writes a file, replacing it whole. Its folder is made where it is not there.
   *
   * @throws IOException if it cannot be written; what was there before then stays
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path place = file.toAbsolutePath();
    Files.createDirectories(place.getParent());
    // Not a "temp file" of Java's: those are for their owner alone, and stay so when renamed.
    Path temporary = place.resolveSibling(unfinished(place.getFileName()) + UUID.randomUUID());
    try {
      force(temporary, bytes);
      replace(temporary, place);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String unfinished(Object name) {
    return "." + name + "-";
  }

  /**
   * Says whether a file is what a process left that was killed while it wrote.
   *
   * @param file its name
   * @param name of the file that it was to become
   */
  public static boolean isUnfinished(String file, String name) {
    return file.startsWith(unfinished(name));
  }

  private static void force(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /**
   * Moves a finished file to its place, at once where the file system can.
   *
   * @throws IOException if it cannot be moved
   */
  public static void replace(Path finished, Path place) throws IOException {
    try {
      Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(finished, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
