package io.github.vitlora.io;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Matches globs, as every property of vitlora reads them.
 *
 * <p>Within a name, {@code *} stands for any characters, {@code ?} for one, {@code [abc]}, {@code
 * [a-z]} and {@code [!a-z]} for one of these or of all others. {@code **} stands for any characters
 * and slashes, so that {@code **}{@code /} is any number of folders, none included. {@code {a,b}}
 * stands for one of the alternatives, which may be globs themselves. A backslash is a slash, and
 * {@code ./} means nothing.
 */
public final class Globs {
  private Globs() {}

  /** Splits at the commas outside braces; blank entries are left out, and null has none. */
  public static List<String> split(String commaSeparated) {
    List<String> entries = new ArrayList<>();
    StringBuilder entry = new StringBuilder();
    int depth = 0;
    for (char c : (commaSeparated == null ? "" : commaSeparated).toCharArray()) {
      depth = Math.max(0, depth + (c == '{' ? 1 : c == '}' ? -1 : 0));
      if (c == ',' && depth == 0) {
        entries.add(entry.toString());
        entry.setLength(0);
      } else {
        entry.append(c);
      }
    }
    entries.add(entry.toString());
    return entries.stream().map(String::strip).filter(one -> !one.isEmpty()).toList();
  }

  /**
   * Returns whether an entry is a glob, and not the plain name of a file or folder: cameras and
   * people put brackets into names.
   *
   * @param base that relative paths start at
   */
  public static boolean isGlob(String entry, Path base) {
    return firstWildcard(entry) < entry.length() && !exists(base, entry);
  }

  private static boolean exists(Path base, String entry) {
    try {
      return Files.exists(base.resolve(entry));
    } catch (InvalidPathException e) {
      // Some systems allow no asterisk in a name.
      return false;
    }
  }

  /**
   * Returns whether a glob matches a whole name.
   *
   * @throws IllegalArgumentException if the glob does not close a brace
   */
  public static boolean matches(String glob, String name) {
    return pattern(plain(glob), 0, 0).matcher(name).matches();
  }

  /**
   * Finds the files and folders that a glob matches, by name. Links are followed; what may not be
   * listed has nothing.
   *
   * @param base that relative globs start at
   * @throws IllegalArgumentException if the glob does not close a brace
   */
  public static List<Path> find(String glob, Path base) throws IOException {
    String plain = plain(glob);
    int rest = plain.lastIndexOf('/', firstWildcard(plain)) + 1;
    Path root = base.resolve(plain.substring(0, rest)).normalize();
    String below = plain.substring(rest);
    // Windows does not tell capital letters from small ones.
    Pattern pattern =
        pattern(plain, rest, File.separatorChar == '\\' ? Pattern.CASE_INSENSITIVE : 0);
    int depth =
        below.contains("**")
            ? Integer.MAX_VALUE
            : 1 + (int) below.chars().filter(c -> c == '/').count();
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(root)) {
      Files.walkFileTree(
          root,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!file.equals(root) && pattern.matcher(slashed(root.relativize(file))).matches()) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return found.stream().sorted().toList();
  }

  private static String slashed(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  private static int firstWildcard(String text) {
    int first = 0;
    while (first < text.length() && "*?[{".indexOf(text.charAt(first)) < 0) {
      first++;
    }
    return first;
  }

  private static String plain(String glob) {
    String slashes = glob.replace('\\', '/');
    return slashes.replaceAll("(?<![^/])(\\./+)+", "").replaceAll("(?<=.)/{2,}", "/");
  }

  /** Of a glob from a place on. */
  private static Pattern pattern(String glob, int from, int flags) {
    StringBuilder regex = new StringBuilder();
    int braces = 0;
    for (int i = from; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + (glob.startsWith("[!", i) ? 3 : 2)) : -1;
      if (glob.startsWith("**/", i) && (i == 0 || "/{,".indexOf(glob.charAt(i - 1)) >= 0)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (close > 0) {
        regex.append(oneOf(glob.substring(i + 1, close)));
        i = close;
      } else if (c == '{') {
        regex.append("(?:");
        braces++;
      } else if (c == '}' && braces > 0) {
        regex.append(')');
        braces--;
      } else if (c == ',' && braces > 0) {
        regex.append('|');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (braces > 0) {
      throw new IllegalArgumentException("'" + glob + "' opens a { that it does not close");
    }
    return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
  }

  private static String oneOf(String characters) {
    boolean others = characters.startsWith("!");
    String listed =
        (others ? characters.substring(1) : characters).replaceAll("[\\[\\]^&\\\\]", "\\\\$0");
    return "(?!/)[" + (others ? "^" : "") + listed + "]";
  }
}
