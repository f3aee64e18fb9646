package io.github.vitlora.source;

import io.github.vitlora.io.Digests;
import io.github.vitlora.io.FileLock;
import io.github.vitlora.io.PropertyNames;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Keeps files that came from elsewhere: {@code files/KEY/NAME} below the cache's root, KEY being
 * the beginning of a SHA-256 of what identifies the file. A file of that name is always whole.
 */
final class FileCache {
  private static final int KEY_DIGITS = 32;
  private static final int LONGEST_NAME = 120;

  private final Path root;

  FileCache(Path root) {
    this.root = root;
  }

  /**
   * Returns where the file is or will be.
   *
   * @param identity the source string, or the content's checksum
   * @param name kept for people to recognise it by; characters that some file system refuses are
   *     replaced
   */
  Path place(String identity, String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    safe = safe.substring(Math.max(0, safe.length() - LONGEST_NAME));
    String key = Digests.ofText(identity).substring(0, KEY_DIGITS);
    return root.resolve("files").resolve(key).resolve(safe);
  }

  /** Makes the file of that place while no other process does. */
  void making(Path place, FileLock.Action action) throws IOException {
    FileLock.holding(place.resolveSibling(".lock"), action);
  }

  /** Returns where the bytes of that place are gathered before they are whole. */
  Path part(Path place) {
    return place.resolveSibling(place.getFileName() + ".part");
  }

  /** Notes which commit the file of that place is of, before it is published. */
  void commit(Path place, Optional<String> commit) throws IOException {
    Path note = commitNote(place);
    if (commit.isPresent()) {
      Files.writeString(note, commit.get() + "\n");
    } else {
      Files.deleteIfExists(note);
    }
  }

  /** Returns the commit that was noted. */
  Optional<String> commit(Path place) {
    try {
      return Optional.of(Files.readString(commitNote(place)).strip());
    } catch (IOException e) {
      // Fetched by an earlier version, or from a server that does not tell.
      return Optional.empty();
    }
  }

  private static Path commitNote(Path place) {
    return place.resolveSibling(place.getFileName() + ".commit");
  }

  /** Turns the part file into the file. */
  void publish(Path place) throws IOException {
    moveAtomically(part(place), place);
  }

  static void moveAtomically(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new SourceException(
          "The cache's file system cannot rename %s in one step; choose another folder by -D%s"
              .formatted(from, PropertyNames.CACHE),
          e);
    }
  }
}
