package io.github.vitlora.source;

import io.github.vitlora.checkpoint.ShardedCheckpoint;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Digests;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.PropertyNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns a source string into a file on this machine.
 *
 * <ul>
 *   <li>{@code hf:OWNER/REPO[@REVISION]/FILE}: a file of a model hub repository, of its main branch
 *       or of another branch, a tag or a commit; of a data set's repository as {@code
 *       hf:datasets/OWNER/REPO/FILE}
 *   <li>{@code https:}, {@code http:}: a file on the web
 *   <li>{@code file:} or a path: a file used in place
 *   <li>{@code classpath:NAME}: a resource, copied to the cache
 *   <li>{@code maven:G:A:V[:EXT[:CLASSIFIER]]}: a Maven artifact, used in place
 * </ul>
 *
 * <p>The first two are asked of the hub instead of the network where one is set. Else what the
 * model hub's own tools have fetched is used in place; what comes over the network lands once in
 * the cache. Safe for several threads and several processes.
 */
public final class Sources {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SourceSettings settings;
  private final Optional<Hub> hub;
  private final Optional<MavenArtifactFetcher> maven;
  private final TransferListener listener;
  private final FileCache cache;
  private final Duration firstPause;
  private final Duration patience;
  private final NetworkAccess access;

  /** Makes sources that know no Maven and tell nobody of their progress. */
  public Sources(SourceSettings settings) {
    this(settings, Optional.empty(), TransferListener.NONE, NetworkAccess.ofThisProcess());
  }

  /**
   * Makes sources that know Maven, tell of their progress and go to the network by a given way.
   *
   * @param maven resolves {@code maven:}; without it those sources are errors
   * @param listener told of downloads
   * @param access proxies, mirrors and credentials
   */
  public Sources(
      SourceSettings settings,
      Optional<MavenArtifactFetcher> maven,
      TransferListener listener,
      NetworkAccess access) {
    this(settings, maven, listener, access, FIRST_PAUSE, PATIENCE);
  }

  Sources(
      SourceSettings settings,
      Optional<MavenArtifactFetcher> maven,
      TransferListener listener,
      NetworkAccess access,
      Duration firstPause,
      Duration patience) {
    this.settings = settings;
    this.hub = settings.hub().map(Hub::parse);
    this.maven = maven;
    this.listener = listener;
    this.access = access;
    this.cache = new FileCache(settings.cache());
    this.firstPause = firstPause;
    this.patience = patience;
  }

  /** Returns the folder of the cache, for what is made of sources and can be made again. */
  public Path cache() {
    return settings.cache();
  }

  /**
   * Returns the file that a source stands for.
   *
   * @param source one of the forms above The index of a checkpoint in several files stands for all
   *     of them, joined to one
   * @param sha256 its checksum in hexadecimal, where declared, that of the index where it is one; a
   *     file that differs is never returned
   * @return a readable file, not to be changed
   * @throws SourceException if it cannot be had or differs from its checksum
   */
  public Path resolve(String source, Optional<String> sha256) {
    Path file = resolveOne(source, sha256);
    return isIndex(source) ? joined(source, file) : file;
  }

  private static boolean isIndex(String source) {
    return source.endsWith(ShardedCheckpoint.INDEX);
  }

  /** Returns one file of the shards that an index names; they lie beside it, wherever it does. */
  private Path joined(String source, Path index) {
    try {
      ShardedCheckpoint checkpoint = new ShardedCheckpoint(index);
      List<Path> shards = new ArrayList<>();
      StringBuilder content = new StringBuilder(Digests.ofFile(index));
      for (String name : checkpoint.shards()) {
        Path shard = resolveOne(beside(source, name), Optional.empty());
        shards.add(shard);
        content.append(Digests.ofFile(shard));
      }
      String name = index.getFileName().toString();
      Path place =
          cache.place(
              content.toString(), name.substring(0, name.length() - ".index.json".length()));
      if (!Files.isRegularFile(place)) {
        cache.making(place, () -> AtomicFile.write(place, out -> checkpoint.join(shards, out)));
      }
      return place;
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  /** Returns the source of a file beside another. */
  private static String beside(String source, String name) {
    return SourceAddress.parse(source) instanceof SourceAddress.Local local
        ? local.path().resolveSibling(name).toUri().toString()
        : source.substring(0, source.lastIndexOf('/') + 1) + name;
  }

  private Path resolveOne(String source, Optional<String> sha256) {
    Optional<String> declared = sha256.map(text -> declared(source, text));
    SourceAddress address = SourceAddress.parse(source);
    try {
      if (address instanceof SourceAddress.Remote remote) {
        return remote(source, remote, declared);
      }
      if (address instanceof SourceAddress.Resource resource) {
        return resource(source, resource.name(), declared);
      }
      if (address instanceof SourceAddress.Artifact artifact) {
        return artifact(source, artifact.coordinates(), declared);
      }
      return local(source, ((SourceAddress.Local) address).path(), declared);
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  private SourceException unreadable(String source, IOException e) {
    return new SourceException(
        "The source '%s' could not be read, or not be kept in %s: %s; -D%s names another cache"
            .formatted(source, settings.cache(), FileFaults.text(e), PropertyNames.CACHE),
        e);
  }

  /**
   * Returns the commit that a file of the model hub is of: what the hub said when it was fetched,
   * or the source itself says. Empty for other sources, and for those that a mirror's folder stands
   * for.
   *
   * @param source one of the forms above
   */
  public Optional<String> commit(String source) {
    if (SourceAddress.parse(source) instanceof SourceAddress.Remote remote
        && remote.hubFile().isPresent()) {
      boolean mirrored =
          hub.isPresent()
              && hub.get() instanceof Hub.Folder folder
              && Files.exists(folder.file(remote));
      Path place = cache.place(remote.identity(), remote.fileName());
      HubFile file = remote.hubFile().get();
      return mirrored
          ? file.commit()
          : file.commit()
              .or(() -> cache.commit(place))
              .or(() -> toolsCache().flatMap(file::commitIn));
    }
    return Optional.empty();
  }

  /** Returns the folder of the model hub's own tools; a hub that is set goes before it. */
  private Optional<Path> toolsCache() {
    return settings.modelHubCache().filter(at -> hub.isEmpty());
  }

  /** Returns the file that the model hub's own tools have fetched. */
  private Optional<Path> fetchedByTools(SourceAddress.Remote remote, Optional<String> declared)
      throws IOException {
    Optional<Path> file =
        toolsCache().flatMap(folder -> remote.hubFile().flatMap(of -> of.in(folder)));
    return file.isPresent() && holds(file.get(), declared) ? file : Optional.empty();
  }

  /**
   * Returns whether {@link #resolve} would ask the network for a source.
   *
   * @throws SourceException if it follows none of the known forms
   */
  public boolean isElsewhere(String source, Optional<String> sha256) {
    return isOneElsewhere(source, sha256)
        || (isIndex(source)
            && shards(source, sha256).stream()
                .anyMatch(shard -> isOneElsewhere(shard, Optional.empty())));
  }

  /** Returns the sources that an index names; none where it is not there or no index. */
  private List<String> shards(String index, Optional<String> sha256) {
    try {
      return new ShardedCheckpoint(resolveOne(index, sha256))
          .shards().stream().map(name -> beside(index, name)).toList();
    } catch (IOException | SourceException e) {
      // Told when it is wanted.
      return List.of();
    }
  }

  private boolean isOneElsewhere(String source, Optional<String> sha256) {
    if (!(SourceAddress.parse(source) instanceof SourceAddress.Remote remote)
        || hub.filter(Hub.Folder.class::isInstance).isPresent()) {
      return false;
    }
    try {
      Optional<String> declared = sha256.map(text -> declared(source, text));
      return !holds(cache.place(remote.identity(), remote.fileName()), declared)
          && fetchedByTools(remote, declared).isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  /** Returns whether a file was fetched or made here, and would be again if it were not there. */
  public boolean keeps(Path file) {
    return file.startsWith(settings.cache());
  }

  /** Returns whether the network must not be asked. */
  public boolean offline() {
    return settings.offline();
  }

  /**
   * Returns the folder that an archive holds, unpacked once below the cache.
   *
   * @param source a tar, plain or packed by gzip, bzip2, xz or zstd, a zip or a 7z
   * @param sha256 the archive's checksum, where declared
   * @return the folder the archive's entries are relative to
   * @throws SourceException if it cannot be had, or is no archive that can be unpacked safely
   */
  public Path unpack(String source, Optional<String> sha256) {
    Path archive = resolve(source, sha256);
    return new ArchiveUnpacker(settings.cache(), ArchiveUnpacker.Limits.DEFAULT).unpack(archive);
  }

  /**
   * Returns a folder as it lies on this machine, or an archive's as by {@link #unpack}.
   *
   * @param source a folder, or an archive
   * @param sha256 the archive's checksum, where declared
   * @throws SourceException as for {@link #unpack}, and if a checksum is declared of a folder
   */
  public Path folder(String source, Optional<String> sha256) {
    if (isFolder(source)) {
      if (sha256.isPresent()) {
        throw new SourceException(
            ("The source '%s' is a folder, and a sha256 is declared, which only a file"
                    + " can have. Name an archive, or remove the sha256")
                .formatted(source));
      }
      return ((SourceAddress.Local) SourceAddress.parse(source)).path();
    }
    return unpack(source, sha256);
  }

  /**
   * Returns whether a source is a folder of this machine.
   *
   * @throws SourceException if it follows none of the known forms
   */
  public boolean isFolder(String source) {
    return SourceAddress.parse(source) instanceof SourceAddress.Local local
        && Files.isDirectory(local.path());
  }

  private Path local(String source, Path file, Optional<String> declared) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SourceException(
          "The source '%s' is not there: %s%s"
              .formatted(
                  source, file, Files.isDirectory(file) ? " is a folder" : " does not exist"));
    }
    return verified(source, file, declared);
  }

  private Path artifact(String source, String coordinates, Optional<String> declared)
      throws IOException {
    MavenArtifactFetcher fetcher =
        maven.orElseThrow(
            () ->
                new SourceException(
                    ("The source '%s' is a Maven artifact, which only a Maven build can resolve;"
                            + " name the file itself by file: here")
                        .formatted(source)));
    return local(source, fetcher.fetch(coordinates).toAbsolutePath(), declared);
  }

  private Path resource(String source, String name, Optional<String> declared) throws IOException {
    // Another version of the jar may hold other bytes under the same name: the content is the key.
    Path place;
    try (InputStream in = open(source, name)) {
      place = cache.place(Digests.of(in), name.substring(name.lastIndexOf('/') + 1));
    }
    if (!Files.isRegularFile(place)) {
      cache.making(
          place,
          () -> {
            try (InputStream in = open(source, name)) {
              AtomicFile.write(place, in);
            }
          });
    }
    return verified(source, place, declared);
  }

  private static InputStream open(String source, String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    InputStream in = context == null ? null : context.getResourceAsStream(name);
    if (in == null) {
      in = Sources.class.getClassLoader().getResourceAsStream(name);
    }
    if (in == null) {
      throw new SourceException("The source '" + source + "' is not on the class path: " + name);
    }
    return in;
  }

  private Path remote(String source, SourceAddress.Remote remote, Optional<String> declared)
      throws IOException {
    Path place = cache.place(remote.identity(), remote.fileName());
    if (hub.isPresent() && hub.get() instanceof Hub.Folder folder) {
      Path file = folder.file(remote);
      if (Files.isRegularFile(file)) {
        return verified(source, file, declared);
      }
      if (holds(place, declared)) {
        return place;
      }
      throw new SourceException(
          ("The source '%s': the hub at %s%s; expected it at %s. Put it there, or unset"
                  + " %s to ask the network")
              .formatted(
                  source,
                  folder.path(),
                  Files.isDirectory(folder.path()) ? " has no such file" : " is no folder",
                  file,
                  PropertyNames.HUB));
    }
    if (holds(place, declared)) {
      return place;
    }
    Optional<Path> fetched = fetchedByTools(remote, declared);
    if (fetched.isPresent()) {
      return fetched.get();
    }
    URI address =
        hub.isPresent() && hub.get() instanceof Hub.Server server
            ? server.address(remote)
            : access.route(remote.web());
    if (settings.offline()) {
      throw new SourceException(
          ("The source '%s' is %s (%s) and the build is offline. Run once online, or"
                  + " name a folder that mirrors it by -D%s")
              .formatted(
                  source,
                  Files.exists(place) ? "in the cache with another checksum" : "not in the cache",
                  place,
                  PropertyNames.HUB));
    }
    cache.making(
        place,
        () -> {
          // Another process may have brought it while this one waited.
          if (!holds(place, declared)) {
            Path part = cache.part(place);
            FinalResponse answer =
                new Download(source, listener, access, firstPause, patience)
                    .into(remote, address, part);
            checkDownload(source, address, part, declared.or(answer::sha256));
            cache.commit(place, answer.commit());
            cache.publish(place);
          }
        });
    return place;
  }

  private static boolean holds(Path place, Optional<String> declared) throws IOException {
    return Files.isRegularFile(place)
        && (declared.isEmpty() || Digests.ofFile(place).equals(declared.get()));
  }

  private static void checkDownload(
      String source, URI address, Path part, Optional<String> declared) throws IOException {
    if (!holds(part, declared)) {
      String fault = differs(source, address.toString(), part, declared);
      Files.delete(part);
      throw new SourceException(fault);
    }
  }

  private static Path verified(String source, Path file, Optional<String> declared)
      throws IOException {
    if (!holds(file, declared)) {
      throw new SourceException(differs(source, file.toString(), file, declared));
    }
    return file;
  }

  private static String differs(String source, String where, Path file, Optional<String> declared)
      throws IOException {
    return ("The source '%s' differs from its checksum: %s has sha256 %s, declared is"
            + " %s. Either the file was changed or damaged, or the declared sha256 is of"
            + " another version")
        .formatted(source, where, Digests.ofFile(file), declared.orElseThrow());
  }

  /**
   * The declared checksum as it is compared.
   *
   * @throws SourceException if it is not 64 hexadecimal digits
   */
  private static String declared(String source, String sha256) {
    String text = sha256.strip().toLowerCase(Locale.ROOT);
    if (!text.matches("[0-9a-f]{64}")) {
      throw new SourceException(
          "The sha256 declared for '%s' is not 64 hexadecimal digits: '%s'"
              .formatted(source, sha256));
    }
    return text;
  }
}
