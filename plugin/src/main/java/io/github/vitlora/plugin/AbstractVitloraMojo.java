package io.github.vitlora.plugin;

import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.descriptor.DescriptorException;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.launch.JobException;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.source.HubToken;
import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;

/** What the goals have in common: where sources come from, and what faults mean for people. */
abstract class AbstractVitloraMojo extends AbstractMojo {

  // ${basedir} is the current folder where there is no project; ${project.basedir} stays as it is.
  /** The folder that relative paths are relative to. */
  @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
  private File basedir;

  /**
   * A mirror that is asked instead of the network: a folder or an address. {@code
   * hf:OWNER/REPO/FILE} is {@code OWNER/REPO/FILE} there, an {@code https:} source its last path
   * segment.
   */
  @Parameter(property = "vitlora.hub")
  private String hub;

  /** Where downloads and unpacked archives are kept; {@code ~/.cache/vitlora} by default. */
  @Parameter(property = "vitlora.cache")
  private File cache;

  /**
   * Asks nothing of the network, for weights, data, artifacts of weights and libtorch, as Maven's
   * {@code -o} does; what is missing is listed at once.
   */
  @Parameter(property = "vitlora.offline", defaultValue = "false")
  private boolean offline;

  /**
   * Id of the {@code <server>} in settings.xml whose password is the model hub's token, for gated
   * and private repositories. By default the environment variable HF_TOKEN has it, or the server
   * {@code huggingface}.
   */
  @Parameter(property = "vitlora.hfServer")
  private String hfServer;

  /** Does nothing when set. */
  @Parameter(property = "vitlora.skip", defaultValue = "false")
  private boolean skip;

  /** The build. */
  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  /** The project in whose folder the goal runs. */
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${project.remoteProjectRepositories}", readonly = true)
  private List<RemoteRepository> projectRepositories;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  // Not by the constructor, as each goal would have to hand it on.
  @Inject private SettingsDecrypter decrypter;

  private final RepositorySystem repositorySystem;

  AbstractVitloraMojo(RepositorySystem repositorySystem) {
    this.repositorySystem = repositorySystem;
  }

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    UnknownProperties.of(
            execution.getMojoDescriptor().getPluginDescriptor(),
            session.getUserProperties().stringPropertyNames(),
            project.getProperties().stringPropertyNames())
        .forEach(getLog()::warn);
    if (skip) {
      getLog().info("Skipped, since vitlora.skip is set");
      return;
    }
    try {
      run();
    } catch (DescriptorException | DatasetException | ImageException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (InvalidPathException e) {
      throw new MojoFailureException(
          "'" + e.getInput() + "' is no path on this machine: " + e.getReason(), e);
    } catch (SourceException | JobException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (ResultException e) {
      throw new MojoExecutionException(
          e.getMessage() + ". Delete it to have it made again, or name another vitlora.work", e);
    } catch (UncheckedIOException e) {
      throw unusable(e.getCause());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static MojoExecutionException unusable(IOException e) {
    return new MojoExecutionException(
        "A file could not be read or written: " + FileFaults.text(e), e);
  }

  /** Does what the goal is for. */
  abstract void run() throws IOException, MojoExecutionException, MojoFailureException;

  /** As Maven itself looks properties up: the command line's, the project's, the system's. */
  final Optional<String> property(String name) {
    if (name.equals("basedir") || name.equals("project.basedir")) {
      return Optional.of(baseDirectory().toString());
    }
    return Optional.ofNullable(session.getUserProperties().getProperty(name))
        .or(() -> Optional.ofNullable(project.getProperties().getProperty(name)))
        .or(() -> Optional.ofNullable(session.getSystemProperties().getProperty(name)));
  }

  /** The folder that relative paths are relative to. */
  final Path baseDirectory() {
    return basedir.toPath();
  }

  /** Where sources come from. */
  final SourceSettings sourceSettings() {
    SourceSettings settings =
        new SourceSettings(
            Optional.ofNullable(cache).map(File::toPath).orElseGet(SourceSettings::defaultCache),
            Optional.ofNullable(hub).map(this::absoluteHub),
            isOffline());
    getLog()
        .debug(
            "Cache: %s; hub: %s; offline: %b"
                .formatted(
                    settings.cache(),
                    // Without a name and password in it.
                    settings.hub().map(at -> at.replaceAll("//[^/@]*@", "//")).orElse("none"),
                    settings.offline()));
    return settings;
  }

  /**
   * What brings weights and data here.
   *
   * @throws MojoFailureException if {@code vitlora.hub} is neither a folder nor an address
   */
  final Sources sources(SourceSettings settings) throws MojoFailureException {
    RepositorySystemSession resolving = resolvingSession();
    try {
      return new Sources(
          settings,
          Optional.of(new MavenArtifacts(repositorySystem, resolving, projectRepositories)),
          new LogTransfers(getLog()),
          new MavenAccess(
              resolving,
              session.getSettings(),
              decrypter,
              Optional.ofNullable(hfServer),
              HubToken::ofEnvironment));
    } catch (SourceException e) {
      throw new MojoFailureException("vitlora.hub: " + e.getMessage(), e);
    }
  }

  /** A folder is given relative to the project; the trials' processes may run elsewhere. */
  private String absoluteHub(String given) {
    return given.matches("(?i)(https?|file):.*")
        ? given
        : baseDirectory().resolve(given).toString();
  }

  /** Whether the network must not be asked. */
  final boolean isOffline() {
    return offline || session.isOffline();
  }

  /** What artifacts are resolved with: offline where the goal is, though the build may not be. */
  final RepositorySystemSession resolvingSession() {
    RepositorySystemSession given = session.getRepositorySession();
    return isOffline() == given.isOffline()
        ? given
        : new DefaultRepositorySystemSession(given).setOffline(true);
  }

  final MavenSession session() {
    return session;
  }

  final RepositorySystem repositorySystem() {
    return repositorySystem;
  }
}
