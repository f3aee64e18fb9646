package io.github.vitlora.io;

import java.util.Locale;
import java.util.Set;

/** Knows what operating systems keep beside, and within, people's files. */
public final class SystemFiles {
  private static final Set<String> FOLDERS =
      Set.of("__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found");

  /** In small letters. */
  private static final Set<String> FILES =
      Set.of(".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r");

  private SystemFiles() {}

  /** Returns whether a system's folder has this name. */
  public static boolean isFolder(String name) {
    return FOLDERS.contains(name);
  }

  /** Returns whether a system's file has this name. */
  public static boolean isFile(String name) {
    return name.startsWith("._") || FILES.contains(name.toLowerCase(Locale.ROOT));
  }
}
