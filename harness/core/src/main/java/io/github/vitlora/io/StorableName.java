package io.github.vitlora.io;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Stores files under names that Windows refuses, such as {@code a?1.png} and {@code aux.png}.
 *
 * <p>There a character that cannot be in a name is stored as the one 0xF000 above it, which Unicode
 * leaves to private use, as Cygwin, WSL and Samba do. So no two names fall together, and the own
 * name can be told from the stored one. Other systems store all names as they are.
 */
public final class StorableName {
  private static final int PRIVATE_USE = 0xf000;
  private static final String RESERVED = "<>:\"|?*\\";
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?");

  private StorableName() {}

  /**
   * Returns the name under which a file system keeps a file.
   *
   * @param name of one file or folder, without separators
   */
  public static String of(String name, FileSystem files) {
    if (!windows(files) || name.isEmpty()) {
      return name;
    }
    StringBuilder stored = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ' || RESERVED.indexOf(name.charAt(i)) >= 0) {
        moveUp(stored, i);
      }
    }
    int last = name.length() - 1;
    if (name.charAt(last) == '.' || name.charAt(last) == ' ') {
      moveUp(stored, last);
    }
    if (DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      moveUp(stored, 0);
    }
    return stored.toString();
  }

  private static void moveUp(StringBuilder name, int at) {
    name.setCharAt(at, (char) (PRIVATE_USE + name.charAt(at)));
  }

  /** Returns the own name of the file or folder that a path leads to. */
  public static String ownName(Path file) {
    String stored = file.getFileName().toString();
    if (!windows(file.getFileSystem())) {
      return stored;
    }
    StringBuilder name = new StringBuilder(stored);
    for (int i = 0; i < stored.length(); i++) {
      int below = stored.charAt(i) - PRIVATE_USE;
      if (below >= 0 && below < 0x80) {
        name.setCharAt(i, (char) below);
      }
    }
    return name.toString();
  }

  private static boolean windows(FileSystem files) {
    return files.getSeparator().equals("\\");
  }
}
