package io.github.vitlora.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Of which version of which address the bytes of a part file are: two lines beside it. */
final class PartVersion {

  private final URI address;
  private final Path part;
  private final Path note;

  PartVersion(URI address, Path part) {
    this.address = address;
    this.part = part;
    this.note = part.resolveSibling(part.getFileName() + ".version");
  }

  /** Whether there are bytes that a server can be asked to continue. */
  boolean resumable() throws IOException {
    return Files.exists(part) && Files.size(part) > 0 && read().isPresent();
  }

  /** The entity tag or date for {@code If-Range}. */
  String validator() throws IOException {
    return read().orElseThrow();
  }

  /** A weak entity tag promises no equal bytes, so it does not count. */
  void remember(HttpHeaders headers) throws IOException {
    Optional<String> validator =
        headers
            .firstValue("ETag")
            .filter(tag -> !tag.startsWith("W/"))
            .or(() -> headers.firstValue("Last-Modified"));
    if (validator.isPresent()) {
      Files.writeString(note, address + "\n" + validator.get() + "\n");
    } else {
      forget();
    }
  }

  void forget() throws IOException {
    Files.deleteIfExists(note);
  }

  private Optional<String> read() throws IOException {
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(note);
    boolean same = lines.size() == 2 && lines.get(0).equals(address.toString());
    return same ? Optional.of(lines.get(1)) : Optional.empty();
  }
}
