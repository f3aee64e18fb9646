package io.github.vitlora.worker;

import ai.djl.engine.EngineException;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.learner.ChosenKernels.UnsupportedPrecisionException;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.source.SourceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.regex.Pattern;

/** Turns an exception of a worker into the event that says why it failed. */
final class Failures {
  /** As musl's loader complains, of what is linked with glibc. */
  private static final Pattern MUSL =
      Pattern.compile("ld-linux|Error relocating|Error loading shared library");

  private Failures() {}

  /** Describes an exception; those that are not vitlora's are named by their class. */
  static TrialEvent.Failed of(Throwable e) {
    return new TrialEvent.Failed(kind(e), message(e));
  }

  private static FailureKind kind(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return FailureKind.OUT_OF_MEMORY;
    }
    if (e instanceof LinkageError || e instanceof Libtorch.MissingLibraryException) {
      return FailureKind.LIBRARY;
    }
    if (e instanceof UnwritableException
        || e instanceof FileSystemException
        || e instanceof ResultException) {
      return FailureKind.DISK;
    }
    if (e instanceof SourceException) {
      return FailureKind.SOURCE;
    }
    if (e instanceof DatasetException || e instanceof ImageException || e instanceof IOException) {
      return FailureKind.INPUT;
    }
    if (e instanceof TrialDevice.MissingDeviceException) {
      return FailureKind.DEVICE;
    }
    if (e instanceof UnsupportedPrecisionException) {
      return FailureKind.PRECISION;
    }
    return e instanceof EngineException ? FailureKind.ENGINE : FailureKind.CODE;
  }

  private static String message(Throwable e) {
    if (e instanceof LinkageError && MUSL.matcher(root(e).toString()).find()) {
      return "libtorch cannot be loaded ("
          + root(e)
          + "): it needs glibc, and this system's C library is musl, as Alpine's is. Take an image"
          + " with glibc";
    }
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
          + PropertyNames.WORK
          + " names another place. Running the same command again goes on from the last checkpoint";
    }
    if (e instanceof FileSystemException fault) {
      return FileFaults.text(fault);
    }
    boolean ours = e.getClass().getName().startsWith("io.github.vitlora.");
    return ours && e.getMessage() != null ? e.getMessage() : e.toString();
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
