package io.github.vitlora.fork;

import io.github.vitlora.fault.FileFaults;
import io.github.vitlora.fault.UnwritableException;
import java.nio.file.FileSystemException;

/**
 * What a process says of a fault that ends its work. Our own exceptions speak to people; others are
 * named by their class.
 */
final class FaultMessage {
  private FaultMessage() {}

  static String of(Throwable e) {
    if (e instanceof LinkageError) {
      return "a library could not be loaded ("
          + root(e)
          + "). Native ones are unpacked to the user's cache folder"
          + " (-Dvitlora.jvmArgs=-Djna.tmpdir=FOLDER names another) and to -Dvitlora.cache,"
          + " which must have room and allow execution";
    }
    if (e instanceof UnwritableException unwritable) {
      return unwritable.getMessage()
          + "; -D"
          + TrialFolder.PROPERTY
          + " names another place. Running the same command again goes on from the last checkpoint";
    }
    if (e instanceof FileSystemException fault) {
      return FileFaults.text(fault);
    }
    boolean ours = e.getClass().getName().startsWith("io.github.vitlora.");
    return ours ? e.getMessage() : e.toString();
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
