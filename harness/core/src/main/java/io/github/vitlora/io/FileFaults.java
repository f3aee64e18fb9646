package io.github.vitlora.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Explains what file systems report, which is often no more than a path, and JSON readers. */
public final class FileFaults {
  /** Stands for bytes that are no character. */
  private static final char UNREADABLE = '\ufffd';

  private FileFaults() {}

  /** Says what is wrong, with the file where the fault names it, and what to do. */
  public static String text(IOException fault) {
    if (fault instanceof UnwritableException known) {
      return known.getMessage();
    }
    if (fault instanceof JsonProcessingException json) {
      return json.getOriginalMessage() + place(json.getLocation());
    }
    if (fault instanceof FileSystemException of && of.getReason() == null) {
      String file = of.getFile();
      if (fault instanceof NoSuchFileException) {
        return file + " is not there";
      }
      if (fault instanceof AccessDeniedException) {
        return file + " may not be read or written by this user: check its permissions";
      }
      if (fault instanceof DirectoryNotEmptyException) {
        return file + " is in the way: it is a folder, and not empty; move it away";
      }
      if (fault instanceof FileAlreadyExistsException || fault instanceof NotDirectoryException) {
        return file + " is in the way: a folder is wanted there; move the file or name another one";
      }
    }
    String said = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    return diskIsFull(said) ? "the disk is full (" + said + "): free some space on it" : said;
  }

  /**
   * Returns whether the text of a file's name stands for its bytes. It does not where this JVM's
   * locale knows no such characters, or the bytes are of another encoding; several files may then
   * have one and the same name as text.
   */
  public static boolean hasReadableName(Path file) {
    String name = file.getFileName().toString();
    if (name.indexOf(UNREADABLE) < 0) {
      return true;
    }
    try {
      return file.resolveSibling(name).equals(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Says what to do where the locale keeps this JVM from names beyond ASCII; else nothing. */
  public static String localeAdvice() {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    return File.separatorChar != '/' || encoding.equalsIgnoreCase("UTF-8")
        ? ""
        : "; by its locale this JVM reads and writes names as %s: start Maven with LC_ALL=C.UTF-8 in the environment"
            .formatted(encoding);
  }

  /** Where in a text; values that are no text have no place. */
  private static String place(JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line %s, column %s)".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** As Linux and macOS, Windows, and Java's own file systems say it. */
  private static boolean diskIsFull(String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    return Stream.of("no space left", "not enough space", "out of disk space", "quota exceeded")
        .anyMatch(lower::contains);
  }
}
