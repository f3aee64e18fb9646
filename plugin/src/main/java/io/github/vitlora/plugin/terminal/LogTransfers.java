package io.github.vitlora.plugin.terminal;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.source.TransferListener;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.maven.plugin.logging.Log;

/** Writes a line when a download begins and for each tenth of it. */
public final class LogTransfers implements TransferListener {
  private static final int TENTHS = 10;

  /** Stands for a tenth where the server does not tell the whole. */
  private static final long UNKNOWN_TENTH = 50_000_000;

  private final Log log;
  private final Map<String, Long> said = new HashMap<>();

  /** Writes to a log. */
  public LogTransfers(Log log) {
    this.log = log;
  }

  @Override
  public synchronized void transferred(String source, long bytes, OptionalLong total) {
    boolean known = total.isPresent() && total.getAsLong() > 0;
    long tenth = known ? bytes * TENTHS / total.getAsLong() : bytes / UNKNOWN_TENTH;
    Long before = said.put(source, tenth);
    if (before == null) {
      log.info(
          "Fetching " + source + (known ? ", " + NumberText.megabytes(total.getAsLong()) : ""));
    } else if (tenth > before) {
      log.info(
          source
              + ": "
              + NumberText.megabytes(bytes)
              + (known
                  ? " of " + NumberText.megabytes(total.getAsLong()) + ", " + tenth * TENTHS + " %"
                  : ""));
    }
  }
}
