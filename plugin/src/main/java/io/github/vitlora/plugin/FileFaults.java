package io.github.vitlora.plugin;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the file system says, for people: its messages are often no more than a path. */
final class FileFaults {
  private FileFaults() {}

  static String text(IOException fault) {
    if (fault instanceof FileSystemException of && of.getReason() == null) {
      String file = of.getFile();
      if (fault instanceof NoSuchFileException) {
        return file + " is not there";
      }
      if (fault instanceof AccessDeniedException) {
        return file + " may not be read or written by this user: check its permissions";
      }
      if (fault instanceof FileAlreadyExistsException || fault instanceof NotDirectoryException) {
        return file + " is in the way: a folder is wanted there; move the file or name another one";
      }
    }
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }
}
