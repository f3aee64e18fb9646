package io.github.vitlora.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A source address is a source string, taken apart. */
sealed interface SourceAddress {
  /**
   * Names a file that is fetched over the network, unless a hub or the cache has it.
   *
   * @param web where the network has it
   * @param hubPath where a mirror has it, relative and with slashes
   * @param fileName its last path segment
   * @param identity what the cache knows it by
   * @param hubFile the same as a file of the model hub, if it is one
   */
  record Remote(
      URI web, String hubPath, String fileName, String identity, Optional<HubFile> hubFile)
      implements SourceAddress {}

  /** Names a file that is used in place. */
  record Local(Path path) implements SourceAddress {}

  /** Names a resource of the class path, without a leading slash. */
  record Resource(String name) implements SourceAddress {}

  /** Names a Maven artifact. */
  record Artifact(String coordinates) implements SourceAddress {}

  /**
   * Takes a source apart. Text without a scheme is a path.
   *
   * @throws SourceException if it follows none of the known forms
   */
  static SourceAddress parse(String source) {
    int colon = source.indexOf(':');
    // A single letter before the colon is a Windows drive.
    if (colon <= 1) {
      return new Local(path(source, source));
    }
    String rest = source.substring(colon + 1);
    return switch (source.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "hf" -> hub(source, rest);
      case "http", "https" -> web(source);
      case "file" -> new Local(file(source, rest));
      case "classpath" -> new Resource(rest.replaceFirst("^/+", ""));
      case "maven" -> new Artifact(rest);
      default ->
          throw new SourceException(
              ("The source '%s' has no known scheme; it can start with hf:, https:, http:,"
                      + " file:, maven: or classpath:, or be the path of a file")
                  .formatted(source));
    };
  }

  private static Remote hub(String source, String rest) {
    HubFile file =
        HubFile.parse(rest)
            .orElseThrow(
                () ->
                    new SourceException(
                        ("The source '%s' is not of the form hf:OWNER/REPO[@REVISION]/FILE, for"
                                + " example hf:timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k/model.safetensors")
                            .formatted(source)));
    return new Remote(file.web(), file.path(), file.name(), "hf:" + file.path(), Optional.of(file));
  }

  private static Remote web(String source) {
    URI uri;
    try {
      uri = new URI(source.replace(" ", "%20"));
    } catch (URISyntaxException e) {
      throw new SourceException(
          "The source '" + source + "' is not an address: " + e.getReason(), e);
    }
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (uri.getHost() == null || HubFile.leadsAstray(name)) {
      throw new SourceException(
          "The source '" + source + "' names no file on a host, as https://host/path/file does");
    }
    if (uri.getRawUserInfo() != null) {
      // The whole of it is not repeated: it has a password in it.
      throw new SourceException(
          ("The source at %s has a user in its address. Descriptors are read by many:"
                  + " give settings.xml a <server> with the id %s instead")
              .formatted(uri.getHost(), uri.getHost()));
    }
    return new Remote(uri, name, name, source, Optional.empty());
  }

  /** Understands both an encoded file URI and a plain path behind {@code file:}. */
  private static Path file(String source, String rest) {
    Path plain = path(source, rest.startsWith("//") ? rest.substring(2) : rest);
    if (Files.exists(plain) || !rest.startsWith("/")) {
      return plain;
    }
    try {
      return Path.of(new URI(source));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return plain;
    }
  }

  private static Path path(String source, String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SourceException(
          "The source '" + source + "' is no path on this machine: " + e.getReason(), e);
    }
  }
}
