package io.github.vitlora.plugin;

import io.github.vitlora.io.Digests;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.run.SuppliedSource;
import io.github.vitlora.source.NeededSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;

/** Says of every file whether it was there or came just now, and how much that is together. */
final class FetchedFiles {

  private final Log log;
  private final Map<Path, Boolean> known = new HashMap<>();
  private long bytesThere;
  private long bytesFetched;

  FetchedFiles(Log log) {
    this.log = log;
  }

  void tell(SuppliedSource supplied) {
    NeededSource need = supplied.need();
    log.info("  " + need.what() + " " + need.source());
    if (supplied.bytes().isEmpty()) {
      log.info("    a folder of this machine: " + supplied.place());
      return;
    }
    long bytes = supplied.bytes().getAsLong();
    log.info(
        "    "
            + state(supplied.place(), supplied.fetched(), bytes)
            + ", sha256 "
            + supplied.sha256().orElseThrow()
            + supplied.commit().map(commit -> ", commit " + commit).orElse(""));
    log.debug("    " + supplied.place());
  }

  void tellLibtorch(Path jar, boolean fetched) throws IOException {
    log.info("libtorch for this platform: " + jar.getFileName());
    log.info("    " + state(jar, fetched, Files.size(jar)) + ", sha256 " + Digests.ofFile(jar));
  }

  void tellSums() {
    log.info(
        "%d files: %s fetched, %s there before"
            .formatted(
                known.size(),
                NumberText.megabytes(bytesFetched),
                NumberText.megabytes(bytesThere)));
  }

  /** What an experiment before this one fetched is there, and counted once. */
  private String state(Path file, boolean fetched, long bytes) {
    if (known.putIfAbsent(file, fetched) == null) {
      bytesFetched += fetched ? bytes : 0;
      bytesThere += fetched ? 0 : bytes;
    }
    return (fetched ? "fetched, " : "was there, ") + NumberText.megabytes(bytes);
  }
}
