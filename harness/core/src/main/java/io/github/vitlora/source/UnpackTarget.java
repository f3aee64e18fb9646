package io.github.vitlora.source;

import io.github.vitlora.io.StorableName;
import io.github.vitlora.io.SystemFiles;
import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes an archive's entries into a folder, and refuses those that break its rules. What operating
 * systems leave beside people's files is passed over.
 *
 * <p>Links become copies of the files and folders they lead to, made after everything else: no link
 * is ever on disk for a later entry to be written through, and the folder is the same on every
 * platform. In place of one that leads nowhere, or round in circles, there is a broken link in the
 * end, so that whoever lists the folder finds it so.
 */
final class UnpackTarget {
  private static final Pattern ARCHIVE =
      Pattern.compile("\\.(zip|tar|tar\\.\\w+|tgz|tbz2?|txz|tzst|7z|rar)$");

  /** Beside archives they do not make a data set of them. */
  private static final Pattern TEXT =
      Pattern.compile("\\.(txt|md|pdf|html?|csv|tsv|json|xml|sha256|md5)$|^(readme|license)$");

  /** As many as systems follow from one to the next. */
  private static final int LINKS_IN_A_ROW = 40;

  /** No system follows a longer path. */
  static final int LONGEST_TARGET = 4096;

  /** No file is called so; what a link said may lead round in circles. */
  private static final String NOWHERE = ".leads-nowhere";

  private static final int NAMED = 3;

  private final Path archive;
  private final Path root;
  private final ArchiveUnpacker.Limits limits;
  private final long archiveBytes;

  /** What the links lead to, as they say it. */
  private final NavigableMap<String, Link> links = new TreeMap<>();

  private final Set<Link> beingCopied = new HashSet<>();
  private final List<String> broken = new ArrayList<>();
  private final Folder folders = new Folder();
  private final Set<String> notes = new LinkedHashSet<>();

  /** One for all entries, of which a small archive may have many. */
  private final byte[] buffer = new byte[1 << 16];

  private final List<String> archives = new ArrayList<>();
  private boolean archivesAlone = true;
  private int linksFollowed;
  private long entries;
  private long bytes;

  private record Link(String path, String target, boolean symbolic) {}

  /** Tells the folders that were made from those that the file system takes for the same. */
  private static final class Folder {
    private final Map<String, Folder> below = new HashMap<>(2);
  }

  UnpackTarget(Path archive, Path root, ArchiveUnpacker.Limits limits) throws IOException {
    this.archive = archive;
    this.root = root;
    this.limits = limits;
    this.archiveBytes = Math.max(1, Files.size(archive));
  }

  void folder(String name) throws IOException {
    List<String> path = path(name);
    if (!isOfASystem(path)) {
      makeFolders(path, path.size());
    }
  }

  void file(String name, InputStream content) throws IOException {
    List<String> path = path(name);
    if (isOfASystem(path)) {
      copy(content, OutputStream.nullOutputStream(), root);
      return;
    }
    write(path, content);
    String last = path.isEmpty() ? "" : path.get(path.size() - 1).toLowerCase(Locale.ROOT);
    if (ARCHIVE.matcher(last).find()) {
      archives.add(name);
    } else if (!TEXT.matcher(last).find()) {
      archivesAlone = false;
    }
  }

  /**
   * Notes a symbolic or hard link.
   *
   * @param target the path it leads to: relative to the link's own folder if symbolic, else to the
   *     archive's root
   */
  void link(String name, String target, boolean symbolic) throws IOException {
    List<String> path = path(name);
    if (isOfASystem(path)) {
      return;
    }
    if (target.startsWith("/")) {
      throw leadsOutside(name, target);
    }
    if (target.length() > LONGEST_TARGET || target.indexOf('\0') >= 0) {
      throw refused(archive, name, "a link to what is no path");
    }
    String joined = String.join("/", path);
    if (path.isEmpty() || links.put(joined, new Link(joined, target, symbolic)) != null) {
      throw twice(name);
    }
    makeFolders(path, path.size() - 1);
    archivesAlone = false;
  }

  /** Refuses what is neither file, folder nor link. */
  void other(String name) {
    throw refused(archive, name, "neither a file, a folder nor a link");
  }

  /** Keeps what a user should know of how the archive was read. */
  void note(String note) {
    notes.add(note);
  }

  /** Makes the copies that links stand for. */
  void finish() throws IOException {
    if (archivesAlone && !archives.isEmpty()) {
      throw new SourceException(
          ("The archive %s is refused: it holds archives alone (%s), which are not unpacked in"
                  + " turn. Unpack it by hand, and name one of them or the folder they unpack to")
              .formatted(archive, some(archives)));
    }
    while (!links.isEmpty()) {
      copyLink(links.firstEntry().getValue(), 0);
    }
    if (!broken.isEmpty()) {
      note(
          "%,d links lead to no file of the archive, or round in circles (%s)"
              .formatted(broken.size(), some(broken)));
    }
  }

  private static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() > NAMED ? shown + " and %,d more".formatted(names.size() - NAMED) : shown;
  }

  private void copyLink(Link link, int depth) throws IOException {
    if (depth > LINKS_IN_A_ROW) {
      throw refused(archive, link.path, "a link to a folder of links to folders, and so on");
    }
    List<String> path = List.of(link.path.split("/"));
    beingCopied.add(link);
    linksFollowed = 0;
    Optional<List<String>> target = followed(link);
    Path file = target.map(this::place).orElse(root);
    if (target.isPresent() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      try (InputStream in = Files.newInputStream(file)) {
        count();
        write(path, in);
      }
    } else if (target.isPresent()
        && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
        && !path.subList(0, Math.min(path.size(), target.get().size())).equals(target.get())) {
      String below = String.join("/", target.get());
      // Those inside come first, but for one that leads back here.
      for (Link inside : List.copyOf(links.subMap(below + "/", below + "0").values())) {
        if (!beingCopied.contains(inside) && links.containsKey(inside.path)) {
          copyLink(inside, depth + 1);
        }
      }
      copyFolder(file, path);
    } else {
      broken.add(link.path);
      leadNowhere(path);
    }
    beingCopied.remove(link);
    links.remove(link.path);
  }

  private void copyFolder(Path from, List<String> to) throws IOException {
    count();
    if (Files.exists(place(to), LinkOption.NOFOLLOW_LINKS)) {
      throw twice(String.join("/", to));
    }
    makeFolders(to, to.size());
    try (DirectoryStream<Path> children = Files.newDirectoryStream(from)) {
      for (Path child : children) {
        List<String> path = new ArrayList<>(to);
        path.add(StorableName.ownName(child));
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          copyFolder(child, path);
        } else if (Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
          try (InputStream in = Files.newInputStream(child)) {
            count();
            write(path, in);
          }
        } else {
          count();
          leadNowhere(path);
        }
      }
    }
  }

  /** Leaves a broken link, or an empty file where the platform has no links. */
  private void leadNowhere(List<String> path) throws IOException {
    makeFolders(path, path.size() - 1);
    Path file = place(path);
    try {
      Files.createSymbolicLink(file, root.getFileSystem().getPath(NOWHERE));
    } catch (FileAlreadyExistsException e) {
      throw twice(file, String.join("/", path));
    } catch (UnsupportedOperationException | FileSystemException e) {
      write(path, InputStream.nullInputStream());
    }
  }

  /** Follows a link through others that it leads to or through; to nothing if round in circles. */
  private Optional<List<String>> followed(Link link) {
    List<String> at = new ArrayList<>();
    if (link.symbolic) {
      List<String> own = List.of(link.path.split("/"));
      at.addAll(own.subList(0, own.size() - 1));
    }
    for (String segment : link.target.split("/")) {
      if (segment.equals("..")) {
        if (at.isEmpty()) {
          throw leadsOutside(link.path, link.target);
        }
        at.remove(at.size() - 1);
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        at.add(segment);
        Link next = links.get(String.join("/", at));
        if (next != null) {
          Optional<List<String>> there =
              ++linksFollowed > LINKS_IN_A_ROW ? Optional.empty() : followed(next);
          if (there.isEmpty()) {
            return there;
          }
          at = new ArrayList<>(there.get());
        }
      }
    }
    return Optional.of(at);
  }

  long entries() {
    return entries;
  }

  long bytes() {
    return bytes;
  }

  /** Returns what a user should know of how the archive was read, in sentences without an end. */
  Set<String> notes() {
    return notes;
  }

  private void count() {
    if (++entries > limits.entries()) {
      throw tooMuch("more than " + limits.entries() + " entries");
    }
  }

  private List<String> path(String name) {
    count();
    return path(name, archive);
  }

  /**
   * Returns the folders, and the file or folder in them, that an entry names; nothing for {@code
   * ./}.
   *
   * @throws SourceException if the name is absolute or leads upwards
   */
  static List<String> path(String name, Path archive) {
    if (name.startsWith("/")) {
      throw refused(archive, name, "an absolute path");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/")) {
      if (segment.equals("..")) {
        throw refused(archive, name, "a path that leads upwards");
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return segments;
  }

  private static boolean isOfASystem(List<String> path) {
    if (path.isEmpty()) {
      return false;
    }
    String last = path.get(path.size() - 1);
    return path.stream().anyMatch(SystemFiles::isFolder) || SystemFiles.isFile(last);
  }

  private Path place(List<String> path) {
    StringBuilder stored = new StringBuilder();
    for (String segment : path) {
      stored.append(stored.isEmpty() ? "" : "/");
      stored.append(StorableName.of(segment, root.getFileSystem()));
    }
    String name = String.join("/", path);
    if (name.indexOf('\0') >= 0) {
      throw refused(archive, name.replace('\0', '?'), "a name with a zero, which ends it");
    }
    try {
      return root.resolve(stored.toString());
    } catch (InvalidPathException e) {
      throw new SourceException(
          ("The archive %s has the entry '%s', which Java cannot name under this"
                  + " locale; set LC_ALL=C.UTF-8")
              .formatted(archive, name),
          e);
    }
  }

  /** Makes the first folders of a path. */
  private void makeFolders(List<String> path, int count) throws IOException {
    Folder at = folders;
    for (int i = 0; i < count; i++) {
      Folder next = at.below.get(path.get(i));
      if (next == null) {
        // The entry itself is counted, but not that it takes folders.
        if (i < path.size() - 1) {
          count();
        }
        List<String> made = path.subList(0, i + 1);
        Path folder = place(made);
        try {
          Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
          throw twice(folder, String.join("/", made));
        }
        next = new Folder();
        at.below.put(path.get(i), next);
      }
      at = next;
    }
  }

  private void write(List<String> path, InputStream content) throws IOException {
    if (path.isEmpty()) {
      throw twice("./");
    }
    makeFolders(path, path.size() - 1);
    Path file = place(path);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      copy(content, out, file);
    } catch (FileAlreadyExistsException e) {
      throw twice(file, String.join("/", path));
    }
  }

  private void copy(InputStream content, OutputStream out, Path file) throws IOException {
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
  }

  /** Refuses what is there already, under this name or one that the file system takes for it. */
  private SourceException twice(Path file, String name) throws IOException {
    Optional<String> like = Optional.empty();
    try (DirectoryStream<Path> there = Files.newDirectoryStream(file.getParent())) {
      for (Path other : there) {
        if (other.getFileName().toString().equals(file.getFileName().toString())) {
          return twice(name);
        }
        if (!Files.isSymbolicLink(other) && Files.isSameFile(other, file)) {
          like = Optional.of(StorableName.ownName(other));
        }
      }
    }
    return new SourceException(
        ("The archive %s is refused: this file system takes its entry '%s' for '%s', which is"
                + " another. Rename one of them and pack the folder again, or name a cache on a file"
                + " system that tells capital letters from small ones")
            .formatted(archive, name, like.orElse(name)));
  }

  private SourceException twice(String name) {
    return refused(archive, name, "there twice");
  }

  private SourceException leadsOutside(String name, String target) {
    return new SourceException(
        ("The archive %s is refused: its entry '%s' is a link that leads outside (%s). Nothing of it"
                + " was kept; pack the folder again with what links lead to (tar -h, zip without -y)")
            .formatted(archive, name, target));
  }

  private SourceException tooMuch(String what) {
    return new SourceException(
        ("The archive %s is refused: it unpacks to %s. If it is meant to, unpack it"
                + " by hand and name the folder instead")
            .formatted(archive, what));
  }

  private static SourceException refused(Path archive, String name, String what) {
    return new SourceException(
        ("The archive %s is refused: its entry '%s' is %s. Nothing of it was kept;"
                + " pack the folder again without that entry")
            .formatted(archive, name, what));
  }
}
