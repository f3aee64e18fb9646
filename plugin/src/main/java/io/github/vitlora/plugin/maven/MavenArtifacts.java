package io.github.vitlora.plugin.maven;

import io.github.vitlora.source.MavenArtifactFetcher;
import io.github.vitlora.source.SourceException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * Weights and data that are published as Maven artifacts.
 *
 * @param resolver asks the project's repositories
 */
record MavenArtifacts(ArtifactResolver resolver) implements MavenArtifactFetcher {

  @Override
  public Path fetch(String coordinates) {
    Artifact artifact = artifact(coordinates);
    try {
      return resolver.file(artifact);
    } catch (RepositoryException e) {
      throw new SourceException(
          "The source 'maven:"
              + coordinates
              + "' cannot be resolved: "
              + e.getMessage().replaceFirst("\\.$", "")
              + (resolver.isOffline()
                  ? ". Run once without -o to fetch it."
                  : ". Check the coordinates, and that the project or settings.xml names the"
                      + " repository that has it."),
          e);
    }
  }

  /** From {@code group:artifact:version[:extension[:classifier]]}. */
  static Artifact artifact(String coordinates) {
    String[] parts = coordinates.split(":", -1);
    if (parts.length < 3 || parts.length > 5 || List.of(parts).contains("")) {
      throw new SourceException(
          "The source 'maven:"
              + coordinates
              + "' is not of the form maven:GROUP:ARTIFACT:VERSION[:EXTENSION[:CLASSIFIER]]");
    }
    return new DefaultArtifact(
        parts[0],
        parts[1],
        parts.length > 4 ? parts[4] : "",
        parts.length > 3 ? parts[3] : "jar",
        parts[2]);
  }
}
