package io.github.vitlora.plugin.option;

import java.io.File;
import java.nio.file.Path;

/**
 * Where things go.
 *
 * @param work folder in which trials keep logs, weights and results
 * @param reports folder of reports
 */
public record Places(File work, File reports) {

  /** The folder in which trials keep logs, weights and results. */
  public Path workFolder() {
    return work.toPath();
  }

  /** The folder of a report. */
  public Path report(String name) {
    return reports.toPath().resolve(name);
  }
}
