package io.github.vitlora.source;

import static java.util.stream.Collectors.joining;

import io.github.vitlora.io.Digests;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.FileLock;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks an archive once: below the cache's root, {@code unpacked/SHA256-RULES/content} holds its
 * entries and {@code unpacked/SHA256-RULES/complete} marks that all of them are there.
 *
 * <p>It is unpacked under another name and renamed when whole. A process that finds another one at
 * it waits. Archives come from anywhere, so that paths and links leading outside, special files,
 * entries that are there twice and archives that unpack to far more than they are, are refused as a
 * whole.
 */
final class ArchiveUnpacker {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveUnpacker.class);

  /**
   * What becomes of an archive changes with this number, and with it the place: earlier versions
   * read names otherwise, and may use the same cache. They had no number.
   */
  private static final String RULES = "-2";

  private static final String CONTENT = "content";
  private static final String MARKER = "complete";

  private final Path unpacked;
  private final Limits limits;

  ArchiveUnpacker(Path cache, Limits limits) {
    this.unpacked = cache.resolve("unpacked");
    this.limits = limits;
  }

  /**
   * Unpacks an archive and returns the folder that its entries are relative to.
   *
   * @throws SourceException if the archive is refused, damaged or cannot be written out
   */
  Path unpack(Path archive) {
    try {
      String name = Digests.ofFile(archive) + RULES;
      Path place = unpacked.resolve(name);
      if (!complete(place)) {
        FileLock.holding(
            unpacked.resolve("." + name + ".lock"),
            () -> {
              // Another process may have unpacked it while this one waited.
              if (!complete(place)) {
                unpack(archive, name, place);
              }
            });
      }
      return place.resolve(CONTENT);
    } catch (FileSystemException | UnwritableException e) {
      throw new SourceException(
          "The archive %s could not be unpacked below %s: %s; -D%s names another cache"
              .formatted(archive, unpacked, FileFaults.text(e), PropertyNames.CACHE),
          e);
    } catch (IOException e) {
      throw new SourceException(
          ("The archive %s could not be unpacked below %s: %s. If it is cut off or"
                  + " damaged, delete it so that it is fetched again")
              .formatted(archive, unpacked, e.getMessage() == null ? e.toString() : e.getMessage()),
          e);
    }
  }

  private static boolean complete(Path place) {
    return Files.isRegularFile(place.resolve(MARKER));
  }

  private void unpack(Path archive, String name, Path place) throws IOException {
    Path temporary = unpacked.resolve("." + name + ".tmp");
    // Left by a process that was killed: the lock says that nobody is at it.
    delete(temporary);
    delete(place);
    Path content = Files.createDirectories(temporary.resolve(CONTENT));
    try {
      UnpackTarget target = new UnpackTarget(archive, content, limits);
      ArchiveReader.read(archive, target, limits.memoryKiB());
      target.finish();
      mark(temporary.resolve(MARKER), archive, target);
      FileCache.moveAtomically(temporary, place);
      target.notes().forEach(note -> LOG.warn("The archive {}: {}", archive, note));
    } catch (IOException | RuntimeException e) {
      delete(temporary);
      throw e;
    }
  }

  private static void mark(Path marker, Path archive, UnpackTarget target) throws IOException {
    try {
      Files.writeString(
          marker,
          "%s\n%d entries\n%d bytes\n%s"
              .formatted(
                  archive,
                  target.entries(),
                  target.bytes(),
                  target.notes().stream().map(note -> note + "\n").collect(joining())));
    } catch (IOException e) {
      throw new UnwritableException(marker, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
  }

  /**
   * Bounds how much an archive may become. Data sets of photographs hardly compress: ImageNet, the
   * largest in common use, has 1.3 million files, 150 GB and a ratio near 1.
   *
   * @param entries files and folders
   * @param bytes unpacked, all files together
   * @param ratio unpacked bytes for each byte of the archive
   * @param freeBytes unpacked bytes below which the ratio is not looked at
   * @param memoryKiB that unpacking may take
   */
  record Limits(long entries, long bytes, long ratio, long freeBytes, int memoryKiB) {
    static final Limits DEFAULT =
        new Limits(
            4_000_000,
            1L << 40,
            100,
            64L << 20,
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() >> 11));
  }
}
