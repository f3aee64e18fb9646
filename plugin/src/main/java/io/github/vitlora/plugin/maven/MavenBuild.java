package io.github.vitlora.plugin.maven;

import io.github.vitlora.plugin.terminal.BuildProgress;
import io.github.vitlora.plugin.terminal.LogTransfers;
import io.github.vitlora.source.HubEnvironment;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * Describes the build that a goal runs in, and opens what goals have of it.
 *
 * @param directory that relative paths are relative to
 * @param session of Maven
 * @param project in whose folder the goal runs; Maven's own where there is none
 * @param plugin that the goal is of
 * @param repositories resolves artifacts
 * @param decrypter of the passwords in settings.xml
 * @param log for people
 */
public record MavenBuild(
    Path directory,
    MavenSession session,
    MavenProject project,
    PluginDescriptor plugin,
    RepositorySystem repositories,
    SettingsDecrypter decrypter,
    Log log) {

  /** Looks a property up as Maven does: the command line's, the project's, the system's. */
  public Optional<String> property(String name) {
    if (name.equals("basedir") || name.equals("project.basedir")) {
      return Optional.of(directory.toString());
    }
    return Optional.ofNullable(session.getUserProperties().getProperty(name))
        .or(() -> Optional.ofNullable(project.getProperties().getProperty(name)))
        .or(() -> Optional.ofNullable(session.getSystemProperties().getProperty(name)));
  }

  /** Warns, unless another goal of this build has said the same. */
  public void warnOnce(String warning) {
    if (session.getPluginContext(plugin, project).putIfAbsent(warning, true) == null) {
      log.warn(warning);
    }
  }

  /** Begins to show how trials go on. */
  public BuildProgress progress() {
    return BuildProgress.of(log, session.getRequest().isInteractiveMode());
  }

  /**
   * Opens sources to which settings.xml says the way.
   *
   * @param hubServer the server of settings.xml that has the model hub's token, if one is named
   * @throws io.github.vitlora.source.SourceException if the hub is neither a folder nor an address
   */
  public Sources sources(SourceSettings settings, Optional<String> hubServer) {
    ArtifactResolver resolver =
        resolver(project.getRemoteProjectRepositories(), settings.offline());
    return new Sources(
        settings,
        Optional.of(resolver),
        new LogTransfers(log),
        new MavenAccess(
            resolver.session(),
            session.getSettings(),
            decrypter,
            hubServer,
            HubEnvironment.ofThisProcess()));
  }

  /**
   * Returns the class path of workers.
   *
   * @param offline whether the network must not be asked for it
   */
  public WorkerClassPath workers(boolean offline) {
    return new WorkerClassPath(
        resolver(project.getRemotePluginRepositories(), offline), plugin.getVersion());
  }

  /** Makes a resolver, which is offline where the goal is, though the build may not be. */
  private ArtifactResolver resolver(List<RemoteRepository> remotes, boolean offline) {
    RepositorySystemSession resolving = session.getRepositorySession();
    ArtifactResolver resolver = new ArtifactResolver(repositories, resolving, remotes);
    return offline ? resolver.offline() : resolver;
  }
}
