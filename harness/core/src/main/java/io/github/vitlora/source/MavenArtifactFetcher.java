package io.github.vitlora.source;

import java.nio.file.Path;

/** Brings a Maven artifact here; the plugin lends Maven's own resolver for it. */
@FunctionalInterface
public interface MavenArtifactFetcher {
  /**
   * Returns the artifact's file.
   *
   * @param coordinates {@code group:artifact:version[:extension[:classifier]]}
   * @return a readable file, which is used in place
   * @throws SourceException if it cannot be resolved
   */
  Path fetch(String coordinates);
}
