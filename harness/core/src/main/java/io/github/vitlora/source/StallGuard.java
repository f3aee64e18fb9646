package io.github.vitlora.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a response's body when nothing has arrived for a while, which ends the read that waits for
 * it: the HTTP client's own timeout ends with the response's headers.
 */
final class StallGuard implements AutoCloseable {

  private final Thread watch;
  private final long patienceNanos;
  private volatile long lastByte = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream body, Duration patience) {
    patienceNanos = patience.toNanos();
    watch = new Thread(() -> watch(body), "vitlora-download-watch");
    watch.setDaemon(true);
    watch.start();
  }

  void alive() {
    lastByte = System.nanoTime();
  }

  boolean stalled() {
    return stalled;
  }

  private void watch(InputStream body) {
    try {
      for (long left = patienceNanos; left > 0; ) {
        Thread.sleep(left / 1_000_000 + 1);
        left = patienceNanos - (System.nanoTime() - lastByte);
      }
      stalled = true;
      body.close();
    } catch (InterruptedException | IOException e) {
      // Interrupted: the transfer is over. Not closable: the read fails by itself.
      return;
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
