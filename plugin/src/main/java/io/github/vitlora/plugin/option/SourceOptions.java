package io.github.vitlora.plugin.option;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.source.HubEnvironment;
import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Says where weights and data come from. What is null was not given.
 *
 * @param cache folder of downloads and unpacked archives
 * @param hub a mirror that is asked instead of the network
 * @param offline whether the network must not be asked, though the build may ask it
 * @param hfServer id of the server in settings.xml that has the model hub's token
 */
public record SourceOptions(File cache, String hub, boolean offline, String hfServer) {

  /** Makes the options of goals that fetch nothing themselves. */
  public SourceOptions(File cache, String hub, boolean offline) {
    this(cache, hub, offline, null);
  }

  /** Makes the options of goals that need no weights and no data. */
  public SourceOptions(File cache, boolean offline) {
    this(cache, null, offline, null);
  }

  /** Returns a copy with a server that has the model hub's token. */
  public SourceOptions withServer(String id) {
    return new SourceOptions(cache, hub, offline, id);
  }

  /** Returns settings that hold in any process. */
  public SourceSettings settings(MavenBuild build) {
    SourceSettings settings =
        new SourceSettings(
            Optional.ofNullable(cache)
                .map(File::toPath)
                .or(SourceSettings::usualCache)
                .orElseGet(() -> inTheBuild(build)),
            Optional.ofNullable(hub).map(given -> absolute(given, build)),
            isOffline(build),
            HubEnvironment.ofThisProcess().cache());
    build
        .log()
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
   * Opens what brings weights and data here.
   *
   * @throws MojoFailureException if {@code vitlora.hub} is neither a folder nor an address
   */
  public Sources open(MavenBuild build) throws MojoFailureException {
    try {
      return build.sources(settings(build), Optional.ofNullable(hfServer));
    } catch (SourceException e) {
      throw new MojoFailureException(PropertyNames.HUB + ": " + e.getMessage(), e);
    }
  }

  /** Returns whether the network must not be asked. */
  public boolean isOffline(MavenBuild build) {
    return offline || build.session().isOffline();
  }

  /** Returns the cache of a user who has no folder. */
  private static Path inTheBuild(MavenBuild build) {
    Path cache = build.directory().resolve("target").resolve("vitlora-cache");
    build.warnOnce(
        "The user's folder %s is not there or cannot be written to: downloads are kept in %s, which mvn clean deletes; -D%s=DIR names another cache"
            .formatted(System.getProperty("user.home"), cache, PropertyNames.CACHE));
    return cache;
  }

  /** Resolves a folder, which is given relative to the project; workers may run elsewhere. */
  private static String absolute(String hub, MavenBuild build) {
    return hub.matches("(?i)(https?|file):.*") ? hub : build.directory().resolve(hub).toString();
  }
}
