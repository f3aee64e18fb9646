package io.github.vitlora.plugin;

import io.github.vitlora.source.MavenArtifactFetcher;
import io.github.vitlora.source.SourceException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Weights and data that are published as Maven artifacts, resolved as the build's own are. */
final class MavenArtifacts implements MavenArtifactFetcher {
  private final RepositorySystem repositories;
  private final RepositorySystemSession session;
  private final List<RemoteRepository> remotes;

  MavenArtifacts(
      RepositorySystem repositories,
      RepositorySystemSession session,
      List<RemoteRepository> remotes) {
    this.repositories = repositories;
    this.session = session;
    this.remotes = remotes;
  }

  @Override
  public Path fetch(String coordinates) {
    Artifact artifact = artifact(coordinates);
    try {
      return repositories
          .resolveArtifact(session, new ArtifactRequest(artifact, remotes, null))
          .getArtifact()
          .getFile()
          .toPath();
    } catch (ArtifactResolutionException e) {
      throw new SourceException(
          "The source 'maven:"
              + coordinates
              + "' cannot be resolved: "
              + e.getMessage().replaceFirst("\\.$", "")
              + (session.isOffline()
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
