package io.github.vitlora.source;

import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes an archive's entries into a folder, and refuses those that break its rules.
 *
 * <p>Links become copies of the files they lead to, made after everything else: no link is ever on
 * disk for a later entry to be written through, and the folder is the same on every platform.
 */
final class UnpackTarget {
  /**
   * Characters and endings that Windows refuses or reinterprets, and its device names: refused on
   * every platform, so that an archive works everywhere or nowhere.
   */
  private static final Pattern UNSAFE = Pattern.compile("[<>:\"|?*\\\\\\p{Cntrl}]|[. ]$");

  private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

  private final Path archive;
  private final Path root;
  private final ArchiveUnpacker.Limits limits;
  private final long archiveBytes;
  private final Map<Path, Path> links = new LinkedHashMap<>();

  /** One for all entries, of which a small archive may have many. */
  private final byte[] buffer = new byte[1 << 16];

  private long entries;
  private long bytes;

  UnpackTarget(Path archive, Path root, ArchiveUnpacker.Limits limits) throws IOException {
    this.archive = archive;
    this.root = root;
    this.limits = limits;
    this.archiveBytes = Math.max(1, Files.size(archive));
  }

  void folder(String name) throws IOException {
    Path folder = place(name);
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw refused(archive, name, "there twice");
    }
  }

  void file(String name, InputStream content) throws IOException {
    write(name, place(name), content);
  }

  /**
   * Notes a symbolic or hard link.
   *
   * @param target the path it leads to: relative to the link's own folder if symbolic, else to the
   *     archive's root
   */
  void link(String name, String target, boolean symbolic) {
    Path link = place(name);
    Path from = symbolic ? link.getParent() : root;
    Path to;
    try {
      to = from.resolve(target).normalize();
    } catch (InvalidPathException e) {
      throw refused(archive, name, "a link to what is no path (" + e.getReason() + ")");
    }
    if (target.startsWith("/") || !to.startsWith(root)) {
      throw refused(archive, name, "a link that leads outside (" + target + ")");
    }
    if (links.put(link, to) != null) {
      throw refused(archive, name, "there twice");
    }
  }

  /** Refuses what is neither file, folder nor link. */
  void other(String name) {
    throw refused(archive, name, "neither a file, a folder nor a link");
  }

  /** Makes the copies that links stand for. */
  void finish() throws IOException {
    for (boolean progress = true; progress && !links.isEmpty(); ) {
      progress = false;
      for (Path link : links.keySet().toArray(Path[]::new)) {
        Path target = links.get(link);
        if (Files.isRegularFile(target)) {
          try (InputStream in = Files.newInputStream(target)) {
            write(name(link), link, in);
          }
          links.remove(link);
          progress = true;
        }
      }
    }
    if (!links.isEmpty()) {
      Map.Entry<Path, Path> broken = links.entrySet().iterator().next();
      throw refused(
          archive,
          name(broken.getKey()),
          "a link to '" + name(broken.getValue()) + "', which is no file of the archive");
    }
  }

  long entries() {
    return entries;
  }

  long bytes() {
    return bytes;
  }

  private Path place(String name) {
    if (++entries > limits.entries()) {
      throw tooMuch("more than " + limits.entries() + " entries");
    }
    return below(root, name, archive);
  }

  private void write(String name, Path file, InputStream content) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        bytes += read;
        if (bytes > limits.bytes()) {
          throw tooMuch("more than " + limits.bytes() + " bytes");
        }
        if (bytes > limits.freeBytes() && bytes / archiveBytes >= limits.ratio()) {
          throw tooMuch("more than " + limits.ratio() + " times its own size");
        }
        try {
          out.write(buffer, 0, read);
        } catch (IOException e) {
          throw new UnwritableException(file, e);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw refused(archive, name, "there twice");
    }
  }

  private SourceException tooMuch(String what) {
    return new SourceException(
        ("The archive %s is refused: it unpacks to %s. If it is meant to, unpack it"
                + " by hand and name the folder instead")
            .formatted(archive, what));
  }

  private String name(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  /**
   * Returns the path below {@code root} that an entry names; {@code root} itself for {@code ./}.
   *
   * @throws SourceException if the name is absolute, leads upwards or is unsafe on some platform
   */
  static Path below(Path root, String name, Path archive) {
    if (name.startsWith("/")) {
      throw refused(archive, name, "an absolute path");
    }
    List<String> segments = new ArrayList<>();
    // Made once: each takes more than the segments that a long name may have by the thousand.
    Matcher unsafe = UNSAFE.matcher("");
    Matcher device = DEVICE.matcher("");
    for (String segment : name.split("/")) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (segment.equals("..")) {
        throw refused(archive, name, "a path that leads upwards");
      }
      if (unsafe.reset(segment).find()
          || device.reset(segment.toLowerCase(Locale.ROOT)).matches()) {
        throw refused(archive, name, "a name that Windows cannot store");
      }
      segments.add(segment);
    }
    try {
      return root.resolve(String.join("/", segments));
    } catch (InvalidPathException e) {
      throw new SourceException(
          ("The archive %s has the entry '%s', which Java cannot name under this"
                  + " locale; set LC_ALL=C.UTF-8")
              .formatted(archive, name),
          e);
    }
  }

  private static SourceException refused(Path archive, String name, String what) {
    return new SourceException(
        ("The archive %s is refused: its entry '%s' is %s. Nothing of it was kept;"
                + " pack the folder again without that entry")
            .formatted(archive, name, what));
  }
}
