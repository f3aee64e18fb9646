package io.github.vitlora.transform;

import io.github.vitlora.io.AtomicFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the room that a {@link CropStore} has left. Where there is none, crops that other code or
 * transforms made go first, then those that nobody has used for a week. Those in use never do: of a
 * data set larger than the store, the crops that came first stay, or else every pass would throw
 * out what the next one wants.
 */
final class StoreSpace {
  /** Ends the names of crops. */
  static final String ENDING = ".crop";

  private static final Duration UNUSED_FOR = Duration.ofDays(7);
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  private final Path folder;
  private final long most;
  private long left = -1;

  StoreSpace(Path folder, long most) {
    this.folder = folder;
    this.most = most;
  }

  private record Entry(Path file, long size, Instant used) {}

  /**
   * Takes room for a file.
   *
   * @param own folder of the crops that are being made
   * @return whether there is room for it
   */
  synchronized boolean take(long bytes, Path own) throws IOException {
    if (left < 0) {
      left = makeRoom(own, bytes);
    }
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }

  private long makeRoom(Path own, long wanted) throws IOException {
    Instant now = Instant.now();
    List<Entry> entries = entries();
    long used = 0;
    for (Entry entry : entries) {
      used += entry.size();
    }
    if (used + wanted > most) {
      for (Entry entry : entries) {
        if (!entry.file().startsWith(own)
            || entry.used().isBefore(now.minus(UNUSED_FOR))
            || isAbandoned(entry, now)) {
          Files.deleteIfExists(entry.file());
          used -= entry.size();
        }
      }
    }
    return Math.max(0, most - used);
  }

  private static boolean isAbandoned(Entry entry, Instant now) {
    return entry.file().toString().endsWith(AtomicFile.UNFINISHED)
        && entry.used().isBefore(now.minus(ABANDONED_AFTER));
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            // Whatever else lies here is not this store's to delete.
            if (name.endsWith(ENDING) || name.endsWith(AtomicFile.UNFINISHED)) {
              entries.add(
                  new Entry(file, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // Another process has just deleted it.
            return FileVisitResult.CONTINUE;
          }
        });
    return entries;
  }
}
