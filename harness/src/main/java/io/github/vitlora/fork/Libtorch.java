package io.github.vitlora.fork;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Whether the native library that computes is on the class path. */
final class Libtorch {
  private Libtorch() {}

  /**
   * Makes sure of it. DJL would try to download what is missing, and tell of that only.
   *
   * @throws MissingLibraryException when it is not there for this machine
   */
  static void require() {
    if (Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") != null) {
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
   * Loads it, which takes half a second, while something else is done. It is this thread that
   * loads: DJL turns the recording of gradients off for the thread that does, and for no other.
   *
   * @throws InterruptedException when the thread is interrupted before the other thing is done
   */
  static void loadDuring(Runnable other) throws InterruptedException {
    FutureTask<Void> meanwhile = new FutureTask<>(other, null);
    Thread thread = new Thread(meanwhile, "vitlora-platform");
    thread.setDaemon(true);
    thread.start();
    Engine.getInstance();
    try {
      meanwhile.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }
}
