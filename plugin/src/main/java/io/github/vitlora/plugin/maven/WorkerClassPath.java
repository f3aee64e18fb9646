package io.github.vitlora.plugin.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * Resolves what workers run on, as any artifact is resolved: mirrors, proxies, credentials and
 * offline mode of the build hold. These are the engine with its dependencies, and libtorch for this
 * platform; Maven's own process never loads them.
 */
public final class WorkerClassPath {
  private static final String GROUP = "io.github.vitlora";
  private static final String ENGINE = "vitlora-engine";
  private static final String PYTORCH = "ai.djl.pytorch";

  /**
   * Maps operating system and processor, as Java names them, to the classifiers that are published.
   */
  private static final Map<String, String> CLASSIFIERS =
      Map.of(
          "linux amd64", "linux-x86_64",
          "linux aarch64", "linux-aarch64",
          "mac aarch64", "osx-aarch64",
          "windows amd64", "win-x86_64");

  private final ArtifactResolver resolver;
  private final String version;

  /**
   * Prepares to resolve.
   *
   * @param resolver asks the repositories that the plugin came from
   * @param version of this plugin, which the engine shares
   */
  WorkerClassPath(ArtifactResolver resolver, String version) {
    this.resolver = resolver;
    this.version = version;
  }

  /**
   * Holds the class path of a worker.
   *
   * @param jars all but libtorch
   * @param libtorch the native library's jar
   */
  public record Resolved(List<Path> jars, Path libtorch) {
    /** Returns every jar, libtorch too. */
    public List<Path> all() {
      List<Path> all = new ArrayList<>(jars);
      all.add(libtorch);
      return all;
    }
  }

  /** Resolves the class path of workers that train, look, export and predict. */
  public Resolved engine() throws MojoExecutionException {
    return resolve(ENGINE);
  }

  /** Resolves the class path of benchmarks. */
  public Resolved benchmarks() throws MojoExecutionException {
    return resolve("vitlora-bench");
  }

  /** Returns whether workers that train can be started without a network. */
  public boolean isHere() throws MojoExecutionException {
    try {
      resolve(resolver.offline(), ENGINE);
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  private Resolved resolve(String module) throws MojoExecutionException {
    try {
      return resolve(resolver, module);
    } catch (RepositoryException e) {
      throw new MojoExecutionException(
          "What workers run on, %s:%s:%s with libtorch for this platform, cannot be resolved: %s"
                  .formatted(GROUP, module, version, e.getMessage().replaceFirst("\\.$", ""))
              + (resolver.isOffline() ? ". Run once with a network to fetch it." : ""),
          e);
    }
  }

  private Resolved resolve(ArtifactResolver by, String module)
      throws RepositoryException, MojoExecutionException {
    List<Artifact> artifacts =
        by.withDependencies(new DefaultArtifact(GROUP, module, "jar", version));
    return new Resolved(
        artifacts.stream().map(ArtifactResolver::path).toList(), by.file(libtorch(artifacts)));
  }

  /** Returns the native library that goes with the engine's own version of DJL's bindings. */
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
    requireGlibc(Path.of("/"));
    String classifier = classifier(System.getProperty("os.name"), System.getProperty("os.arch"));
    return new DefaultArtifact(PYTORCH, "pytorch-native-cpu", classifier, "jar", version);
  }

  /**
   * Refuses a system whose C library is musl, which libtorch's native code cannot be loaded with.
   *
   * @param root of the file system
   */
  static void requireGlibc(Path root) throws MojoExecutionException {
    boolean glibc =
        Stream.of(
                "lib64/ld-linux-x86-64.so.2",
                "lib/ld-linux-x86-64.so.2",
                "lib/ld-linux-aarch64.so.1")
            .anyMatch(loader -> Files.exists(root.resolve(loader)));
    boolean musl =
        Stream.of("lib/ld-musl-x86_64.so.1", "lib/ld-musl-aarch64.so.1")
            .anyMatch(loader -> Files.exists(root.resolve(loader)));
    if (musl && !glibc) {
      throw new MojoExecutionException(
          "This system's C library is musl, as Alpine's is, and libtorch needs glibc: take an image"
              + " with glibc, maven:3-eclipse-temurin-21 for example, in place of one for Alpine");
    }
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
