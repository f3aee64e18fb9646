package io.github.vitlora.dataset;

import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Digests;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the checksums of a data set's files, so that each is read once and not before every
 * trial. A checksum holds as long as the file's size, its times of change and its identity in the
 * file system are what they were, as Git's index has it. A file that was changed within the last
 * seconds before it was read is not remembered, since it may have been changed again within the
 * same tick of the file system's clock.
 *
 * <p>Safe to delete at any moment, and to share between processes: the last one that saves wins.
 * Thread-safe.
 */
public final class ContentIndex {
  private static final Logger LOG = LoggerFactory.getLogger(ContentIndex.class);
  private static final String FORMAT = "vitlora-content/1";
  private static final String SEPARATOR = "\t";

  /** A name with one of these would break the lines of the file. */
  private static final Pattern UNWRITABLE = Pattern.compile("[\t\r\n]");

  private static final long SETTLED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Path file;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicBoolean changed = new AtomicBoolean();

  private record Entry(String state, String sha256) {}

  private ContentIndex(Path file) {
    this.file = file;
  }

  /**
   * Opens the index of a data set.
   *
   * @param cache folder of the cache
   * @param place of the data set, which the index is found by
   */
  public static ContentIndex open(Path cache, String place) {
    String key = Digests.ofText(place).substring(0, 32);
    ContentIndex index = new ContentIndex(cache.resolve("content").resolve(key + ".tsv"));
    index.load();
    return index;
  }

  private void load() {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      if (!FORMAT.equals(lines.readLine())) {
        return;
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(SEPARATOR);
        if (parts.length == 3) {
          entries.put(parts[0], new Entry(parts[1], parts[2]));
        }
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read; images are read again: {}", file, e.toString());
    }
  }

  /**
   * Returns the SHA-256 of what decoding an image depends on, in hexadecimal.
   *
   * @throws IOException if it cannot be read
   */
  public String sha256(StoredImage image) throws IOException {
    if (!(image instanceof ImageFile stored)) {
      return Digests.of(image.open());
    }
    String state = state(stored);
    Entry known = entries.get(image.name());
    if (known != null && known.state().equals(state)) {
      return known.sha256();
    }
    String sha256 = Digests.of(image.open());
    if (!state.isEmpty() && !UNWRITABLE.matcher(image.name()).find()) {
      entries.put(image.name(), new Entry(state, sha256));
      changed.set(true);
    }
    return sha256;
  }

  /** Returns an image's checksum if it is known without reading the image. */
  public Optional<String> known(StoredImage image) {
    if (!(image instanceof ImageFile stored)) {
      return Optional.empty();
    }
    try {
      String state = state(stored);
      return Optional.ofNullable(entries.get(image.name()))
          .filter(known -> known.state().equals(state))
          .map(Entry::sha256);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What changes when a file does; empty where that cannot be told yet. */
  private static String state(ImageFile image) throws IOException {
    Path path = image.file();
    boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    // Unlike the time of modification, that of change cannot be set back.
    Map<String, Object> attributes =
        Files.readAttributes(
            path,
            unix ? "unix:size,lastModifiedTime,fileKey,ctime" : "size,lastModifiedTime,fileKey");
    FileTime modified = (FileTime) attributes.get("lastModifiedTime");
    FileTime changed = unix ? (FileTime) attributes.get("ctime") : modified;
    long age = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - nanos(changed);
    return age < SETTLED_AFTER_NANOS
        ? ""
        : image.orientation()
            + " "
            + attributes.get("size")
            + " "
            + nanos(modified)
            + " "
            + nanos(changed)
            + " "
            + attributes.get("fileKey");
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  /** Keeps what was found out for other processes; a cache that cannot be written keeps nothing. */
  public void save() {
    if (!changed.getAndSet(false)) {
      return;
    }
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    new TreeMap<>(entries)
        .forEach(
            (name, entry) ->
                text.append(name)
                    .append(SEPARATOR)
                    .append(entry.state())
                    .append(SEPARATOR)
                    .append(entry.sha256())
                    .append('\n'));
    try {
      AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("{} cannot be written; images are read again: {}", file, e.toString());
    }
  }
}
