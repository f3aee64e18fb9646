package io.github.vitlora.result;

import io.github.vitlora.fault.FileFaults;
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
 * A file that is there whole or not at all: it is written to a temporary name beside its place,
 * forced to the disk, then renamed.
 */
final class WholeFile {

  private WholeFile() {}

  /**
   * Writes a file, replacing it whole.
   *
   * @throws ResultException if it cannot be written
   */
  static void write(Path file, byte[] bytes) {
    Path place = file.toAbsolutePath();
    try {
      Files.createDirectories(place.getParent());
      // Not a "temp file" of Java's: those are for their owner alone, and stay so when renamed.
      Path temporary = place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
      try {
        force(temporary, bytes);
        replace(temporary, place);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new ResultException(file, "it cannot be written: " + FileFaults.text(e), e);
    }
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

  private static void replace(Path temporary, Path place) throws IOException {
    try {
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
