package io.github.vitlora.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides where an archive's entry may be written, by its name alone. */
final class EntryName {

  /**
   * Characters and endings that Windows refuses or reinterprets, and its device names: refused on
   * every platform, so that an archive works everywhere or nowhere.
   */
  private static final Pattern UNSAFE = Pattern.compile("[<>:\"|?*\\\\\\p{Cntrl}]|[. ]$");

  private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

  private EntryName() {}

  /**
   * The path below {@code root} that an entry names; {@code root} itself for {@code ./}.
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
          "The archive "
              + archive
              + " has the entry '"
              + name
              + "', which Java cannot name under this locale; set LC_ALL=C.UTF-8",
          e);
    }
  }

  static SourceException refused(Path archive, String name, String what) {
    return new SourceException(
        "The archive "
            + archive
            + " is refused: its entry '"
            + name
            + "' is "
            + what
            + ". Nothing of it was kept; pack the folder again without that entry");
  }
}
