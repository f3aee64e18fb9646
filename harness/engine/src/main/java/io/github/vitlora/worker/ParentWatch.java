package io.github.vitlora.worker;

import io.github.vitlora.job.ExitCode;
import java.io.IOException;

/** Ends this process with the one that launched it, however that ends. */
final class ParentWatch {
  private ParentWatch() {}

  static void start() {
    Thread watch = new Thread(ParentWatch::watch, "vitlora-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes; the stream ends when the parent does.
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    System.err.println("The launching process is gone; this one ends with it");
    // At once: the next run may be about to work in this folder. Native code that is running may
    // crash on the way out, which is of no consequence any more.
    Runtime.getRuntime().halt(ExitCode.PARENT_GONE.code());
  }
}
