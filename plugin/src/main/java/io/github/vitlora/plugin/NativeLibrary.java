package io.github.vitlora.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * libtorch for this platform, resolved as any artifact is: mirrors, proxies, credentials and
 * offline mode of the build hold.
 */
final class NativeLibrary {
  private static final String GROUP = "ai.djl.pytorch";

  /** Operating system and processor, as Java names them, to the classifiers that are published. */
  private static final Map<String, String> CLASSIFIERS =
      Map.of(
          "linux amd64", "linux-x86_64",
          "linux aarch64", "linux-aarch64",
          "mac aarch64", "osx-aarch64",
          "windows amd64", "win-x86_64");

  private final RepositorySystem repositories;
  private final RepositorySystemSession session;
  private final List<RemoteRepository> remotes;

  NativeLibrary(
      RepositorySystem repositories,
      RepositorySystemSession session,
      List<RemoteRepository> remotes) {
    this.repositories = repositories;
    this.session = session;
    this.remotes = remotes;
  }

  /**
   * Resolves the jar that goes with the plugin's own version of DJL's bindings.
   *
   * @param pluginArtifacts the plugin's dependencies
   */
  Path resolve(List<Artifact> pluginArtifacts) throws MojoExecutionException {
    DefaultArtifact artifact = artifact(pluginArtifacts);
    try {
      return resolve(session, artifact);
    } catch (ArtifactResolutionException e) {
      throw new MojoExecutionException(
          "libtorch for this platform, "
              + artifact
              + ", cannot be resolved: "
              + e.getMessage().replaceFirst("\\.$", "")
              + (session.isOffline() ? ". Run once with a network to fetch it." : ""),
          e);
    }
  }

  /**
   * Whether it can be resolved without a network.
   *
   * @param pluginArtifacts the plugin's dependencies
   */
  boolean isHere(List<Artifact> pluginArtifacts) throws MojoExecutionException {
    try {
      resolve(
          new DefaultRepositorySystemSession(session).setOffline(true), artifact(pluginArtifacts));
      return true;
    } catch (ArtifactResolutionException e) {
      return false;
    }
  }

  private Path resolve(RepositorySystemSession by, DefaultArtifact artifact)
      throws ArtifactResolutionException {
    return repositories
        .resolveArtifact(by, new ArtifactRequest(artifact, remotes, null))
        .getArtifact()
        .getFile()
        .toPath();
  }

  private static DefaultArtifact artifact(List<Artifact> pluginArtifacts)
      throws MojoExecutionException {
    String bindings =
        pluginArtifacts.stream()
            .filter(a -> a.getGroupId().equals(GROUP) && a.getArtifactId().equals("pytorch-jni"))
            .map(Artifact::getVersion)
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("the plugin depends on " + GROUP + ":pytorch-jni"));
    // The bindings' version is libtorch's, a dash, and DJL's.
    String libtorch = bindings.substring(0, bindings.indexOf('-'));
    String classifier = classifier(System.getProperty("os.name"), System.getProperty("os.arch"));
    return new DefaultArtifact(GROUP, "pytorch-native-cpu", classifier, "jar", libtorch);
  }

  static String classifier(String osName, String arch) throws MojoExecutionException {
    String name = osName.toLowerCase(Locale.ROOT);
    String system =
        name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "mac" : "linux";
    boolean known = name.startsWith("linux") || !system.equals("linux");
    String processor = arch.equals("x86_64") ? "amd64" : arch;
    return Optional.ofNullable(CLASSIFIERS.get(system + " " + processor))
        .filter(c -> known)
        .orElseThrow(
            () ->
                new MojoExecutionException(
                    "libtorch is not published for "
                        + osName
                        + " on "
                        + arch
                        + "; trials can run on "
                        + String.join(", ", CLASSIFIERS.values().stream().sorted().toList())));
  }
}
