package io.github.vitlora.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says where sources are looked for and kept.
 *
 * @param cache folder in which everything that is not used in place lands once; made when needed
 * @param hub a folder or an {@code http(s):} address that is asked instead of the network: {@code
 *     hf:OWNER/REPO/FILE} is {@code OWNER/REPO/FILE} below it and a web address its last path
 *     segment
 * @param offline whether the network, a hub behind an address included, must not be asked
 * @param modelHubCache folder in which the model hub's own tools keep what they fetched, if their
 *     files are to be used
 */
public record SourceSettings(
    Path cache, Optional<String> hub, boolean offline, Optional<Path> modelHubCache) {
  /** Makes settings that know nothing of the model hub's own tools. */
  public SourceSettings(Path cache, Optional<String> hub, boolean offline) {
    this(cache, hub, offline, Optional.empty());
  }

  /** Makes the cache's path absolute, so that it does not follow a later working directory. */
  public SourceSettings {
    cache = cache.toAbsolutePath().normalize();
    hub = hub.filter(text -> !text.isBlank());
    modelHubCache = modelHubCache.map(path -> path.toAbsolutePath().normalize());
  }

  /** Returns the user's folder, if the system knows one. */
  public static Optional<Path> home() {
    // Java says "?" where the system does not know the user, as in some containers.
    return Optional.of(Path.of(System.getProperty("user.home"))).filter(Path::isAbsolute);
  }

  /** Returns {@code ~/.cache/vitlora}, unless it is not there and cannot be made. */
  public static Optional<Path> usualCache() {
    return usualCache(home());
  }

  static Optional<Path> usualCache(Optional<Path> home) {
    return home.map(folder -> folder.resolve(".cache").resolve("vitlora"))
        .filter(cache -> Files.isDirectory(cache) || canBeMade(cache));
  }

  private static boolean canBeMade(Path folder) {
    Path there = folder;
    while (there != null && Files.notExists(there)) {
      there = there.getParent();
    }
    return there != null && Files.isDirectory(there) && Files.isWritable(there);
  }
}
