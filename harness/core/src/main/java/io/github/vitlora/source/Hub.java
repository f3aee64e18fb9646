package io.github.vitlora.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** A hub is the mirror that is asked instead of the network. */
sealed interface Hub {
  /** Uses the files of a folder in place. */
  record Folder(Path path) implements Hub {
    Path file(SourceAddress.Remote remote) {
      return path.resolve(remote.hubPath());
    }
  }

  /** Asks a web server. */
  record Server(URI root) implements Hub {
    URI address(SourceAddress.Remote remote) {
      String base = root.getPath() == null ? "" : root.getPath().replaceFirst("/+$", "");
      try {
        return new URI(
            root.getScheme(), root.getAuthority(), base + "/" + remote.hubPath(), null, null);
      } catch (URISyntaxException e) {
        throw new SourceException("The hub " + root + " makes no address with a file", e);
      }
    }
  }

  /** Reads the hub's setting: an http(s) address, a file URI or a path. */
  static Hub parse(String text) {
    if (text.matches("(?i)https?:.*")) {
      return new Server(root(text));
    }
    if (SourceAddress.parse(text) instanceof SourceAddress.Local folder) {
      return new Folder(folder.path());
    }
    throw new SourceException("The hub '" + text + "' is neither a folder nor an http(s) address");
  }

  /**
   * Reads an address of a host.
   *
   * @throws SourceException if it is none, or has a user in it
   */
  static URI root(String text) {
    try {
      URI root = new URI(text);
      if (root.getRawUserInfo() != null) {
        // Not repeated: it has a password in it.
        throw new SourceException(
            ("The hub at %s has a user in its address, which goes nowhere: give"
                    + " settings.xml a <server> with the id %s instead")
                .formatted(root.getHost(), root.getHost()));
      }
      if (root.getHost() != null) {
        return root;
      }
    } catch (URISyntaxException e) {
      throw new SourceException("The hub '" + text + "' is not an address: " + e.getReason(), e);
    }
    throw new SourceException("The hub '" + text + "' names no host, as https://host/path does");
  }
}
