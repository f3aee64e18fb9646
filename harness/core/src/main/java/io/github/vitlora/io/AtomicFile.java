package io.github.vitlora.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that are there whole or not at all: to a temporary name beside its place, forced to
 * the disk, then renamed. A process that is killed meanwhile leaves the temporary file.
 */
public final class AtomicFile {
  /** Ends the names of files being written, and of those that a killed process left so. */
  public static final String UNFINISHED = ".tmp";

  private AtomicFile() {}

  /** Writes what a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param channel of a new file
     * @throws IOException if it cannot be written
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file, replacing it whole. Its folder is made where it is not there.
   *
   * @throws IOException if it cannot be written; what was there before then stays
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, channel -> writeAll(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes a file of any length as {@link #write(Path, byte[])} does. */
  public static void write(Path file, Content content) throws IOException {
    place(
        file,
        channel -> {
          content.writeTo(channel);
          channel.force(true);
        });
  }

  /** Writes all that comes as {@link #write(Path, byte[])} does; the stream stays open. */
  public static void write(Path file, InputStream content) throws IOException {
    write(file, channel -> content.transferTo(Channels.newOutputStream(channel)));
  }

  /**
   * Writes what is easily made again, without waiting for the disk, so that a power cut may leave a
   * file of that name that is not whole.
   */
  public static void writeUnforced(Path file, byte[] bytes) throws IOException {
    place(file, channel -> writeAll(channel, ByteBuffer.wrap(bytes)));
  }

  private static void place(Path file, Content content) throws IOException {
    Path place = file.toAbsolutePath();
    Files.createDirectories(place.getParent());
    // Not a "temp file" of Java's: those are for their owner alone, and stay so when renamed.
    Path temporary =
        place.resolveSibling(prefix(place.getFileName()) + UUID.randomUUID() + UNFINISHED);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
      }
      replace(temporary, place);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String prefix(Object name) {
    return "." + name + ".";
  }

  /** Returns whether this is the name of what a killed process had begun to write as a file. */
  public static boolean isUnfinished(String name, String file) {
    return name.startsWith(prefix(file)) && name.endsWith(UNFINISHED);
  }

  /** Writes all of a buffer. */
  public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
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
