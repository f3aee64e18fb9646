package io.github.vitlora.worker;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.github.vitlora.job.JobSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Prepares the native library that computes. */
public final class Libtorch {
  private static final String FOLDER = "PYTORCH_LIBRARY_PATH";

  private Libtorch() {}

  /** Returns DJL's system properties for a JVM that computes by these settings. */
  public static Map<String, String> properties(JobSettings settings) {
    Map<String, String> properties = new HashMap<>();
    properties.put("ai.djl.pytorch.num_threads", Integer.toString(settings.threads()));
    properties.put("ai.djl.pytorch.num_interop_threads", "1");
    settings.libtorch().ifPresent(folder -> properties.put(FOLDER, folder.toString()));
    return properties;
  }

  /**
   * Tells DJL how this process computes, before it loads anything.
   *
   * @throws MissingLibraryException when the library is not there for this machine
   */
  static void prepare(JobSettings settings) {
    properties(settings).forEach(System::setProperty);
    require();
  }

  /**
   * Requires the library. DJL would try to download what is missing, and report only that.
   *
   * @throws MissingLibraryException when it is not there for this machine
   */
  private static void require() {
    if (Utils.getEnvOrSystemProperty(FOLDER) != null) {
      return;
    }
    Platform platform = Platform.detectPlatform("pytorch");
    if (platform.isPlaceholder()) {
      throw new MissingLibraryException(
          "libtorch for "
              + platform.getClassifier()
              + " is not on the trial's class path: add the artifact"
              + " ai.djl.pytorch:pytorch-native-cpu with that classifier, as the Maven goals do");
    }
  }

  /**
   * Loads the library, which takes half a second, while something else is done. It is loaded on
   * this thread, which has to compute with it: DJL turns the recording of gradients off only on the
   * thread that loads.
   *
   * @throws InterruptedException when the thread is interrupted before the other is done
   */
  static void loadDuring(Runnable other) throws InterruptedException {
    FutureTask<Void> beside = new FutureTask<>(other, null);
    Thread thread = new Thread(beside, "vitlora-beside-libtorch");
    thread.setDaemon(true);
    thread.start();
    Engine.getInstance();
    try {
      beside.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** Says which native library is not on the class path, and where to have it. */
  static final class MissingLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingLibraryException(String message) {
      super(message);
    }
  }
}
