package io.github.vitlora.plugin.maven;

import io.github.vitlora.source.MavenArtifactFetcher;
import io.github.vitlora.source.SourceException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;

/**
 * Resolves artifacts as the build's own are: its mirrors, proxies, credentials and offline mode
 * hold.
 *
 * @param repositories Maven's
 * @param session the build's
 * @param remotes repositories to ask
 */
record ArtifactResolver(
    RepositorySystem repositories, RepositorySystemSession session, List<RemoteRepository> remotes)
    implements MavenArtifactFetcher {

  boolean isOffline() {
    return session.isOffline();
  }

  /** Returns a resolver that does not ask the network. */
  ArtifactResolver offline() {
    return isOffline()
        ? this
        : new ArtifactResolver(
            repositories, new DefaultRepositorySystemSession(session).setOffline(true), remotes);
  }

  /** Resolves one artifact. */
  Path file(Artifact artifact) throws RepositoryException {
    return path(
        repositories
            .resolveArtifact(session, new ArtifactRequest(artifact, remotes, null))
            .getArtifact());
  }

  /** Resolves an artifact and all that it needs at run time. */
  List<Artifact> withDependencies(Artifact root) throws RepositoryException {
    CollectRequest tree = new CollectRequest(new Dependency(root, "runtime"), remotes);
    return repositories
        .resolveDependencies(session, new DependencyRequest(tree, null))
        .getArtifactResults()
        .stream()
        .map(ArtifactResult::getArtifact)
        .toList();
  }

  /** Returns the file of an artifact that is resolved. */
  static Path path(Artifact resolved) {
    return resolved.getFile().toPath();
  }

  /** Resolves weights or data that are published as a Maven artifact. */
  @Override
  public Path fetch(String coordinates) {
    Artifact artifact = artifact(coordinates);
    try {
      return file(artifact);
    } catch (RepositoryException e) {
      throw new SourceException(
          "The source 'maven:"
              + coordinates
              + "' cannot be resolved: "
              + e.getMessage().replaceFirst("\\.$", "")
              + (isOffline()
                  ? ". Run once without -o to fetch it."
                  : ". Check the coordinates, and that the project or settings.xml names the"
                      + " repository that has it."),
          e);
    }
  }

  /** Reads {@code group:artifact:version[:extension[:classifier]]}. */
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
