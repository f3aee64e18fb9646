package io.github.vitlora.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
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
 * Resolves what workers run on, as any artifact is resolved: mirrors, proxies, credentials and
 * offline mode of the build hold. These are the engine with its dependencies, and libtorch for this
 * platform; Maven's own process never loads them.
 */
final class WorkerClassPath {
  private static final String GROUP = "io.github.vitlora";
  private static final String PYTORCH = "ai.djl.pytorch";

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
  private final String version;

  /**
   * Prepares to resolve.
   *
   * @param version of this plugin, which the engine shares
   */
  WorkerClassPath(
      RepositorySystem repositories,
      RepositorySystemSession session,
      List<RemoteRepository> remotes,
      String version) {
    this.repositories = repositories;
    this.session = session;
    this.remotes = remotes;
    this.version = version;
  }

  /**
   * The class path of a worker.
   *
   * @param jars all but libtorch
   * @param libtorch the native library's jar
   */
  record Resolved(List<Path> jars, Path libtorch) {
    List<Path> all() {
      List<Path> all = new ArrayList<>(jars);
      all.add(libtorch);
      return all;
    }
  }

  /** Resolves the class path of workers that train, look, export and predict. */
  Resolved engine() throws MojoExecutionException {
    return resolve("vitlora-engine");
  }

  /** Resolves the class path of benchmarks. */
  Resolved benchmarks() throws MojoExecutionException {
    return resolve("vitlora-bench");
  }

  /** Whether workers that train can be started without a network. */
  boolean isHere() throws MojoExecutionException {
    try {
      resolve(new DefaultRepositorySystemSession(session).setOffline(true), "vitlora-engine");
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  private Resolved resolve(String module) throws MojoExecutionException {
    try {
      return resolve(session, module);
    } catch (RepositoryException e) {
      throw new MojoExecutionException(
          "What workers run on, %s:%s:%s with libtorch for this platform, cannot be resolved: %s"
                  .formatted(GROUP, module, version, e.getMessage().replaceFirst("\\.$", ""))
              + (session.isOffline() ? ". Run once with a network to fetch it." : ""),
          e);
    }
  }

  private Resolved resolve(RepositorySystemSession by, String module)
      throws RepositoryException, MojoExecutionException {
    Dependency root = new Dependency(new DefaultArtifact(GROUP, module, "jar", version), "runtime");
    CollectRequest tree = new CollectRequest(root, remotes);
    List<Artifact> artifacts =
        repositories
            .resolveDependencies(by, new DependencyRequest(tree, null))
            .getArtifactResults()
            .stream()
            .map(ArtifactResult::getArtifact)
            .toList();
    Artifact libtorch =
        repositories
            .resolveArtifact(by, new ArtifactRequest(libtorch(artifacts), remotes, null))
            .getArtifact();
    return new Resolved(
        artifacts.stream().map(artifact -> artifact.getFile().toPath()).toList(),
        libtorch.getFile().toPath());
  }

  /** The native library that goes with the engine's own version of DJL's bindings. */
  private static DefaultArtifact libtorch(List<Artifact> engine) throws MojoExecutionException {
    String bindings =
        engine.stream()
            .filter(a -> a.getGroupId().equals(PYTORCH) && a.getArtifactId().equals("pytorch-jni"))
            .map(Artifact::getVersion)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("the engine depends on " + PYTORCH + ":pytorch-jni"));
    // The bindings' version is libtorch's, a dash, and DJL's.
    String version = bindings.substring(0, bindings.indexOf('-'));
    String classifier = classifier(System.getProperty("os.name"), System.getProperty("os.arch"));
    return new DefaultArtifact(PYTORCH, "pytorch-native-cpu", classifier, "jar", version);
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
