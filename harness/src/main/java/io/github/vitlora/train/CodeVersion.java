package io.github.vitlora.train;

import io.github.vitlora.fault.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * The version of the code that numbers depend on: a hash of the compiled classes that read data,
 * build models and train, so that a change elsewhere, in the report say, invalidates no result.
 */
final class CodeVersion {
  private static final String ROOT = "io/github/vitlora/";
  private static final List<String> PACKAGES =
      List.of("data", "experiment", "kernel", "model", "train");

  private CodeVersion() {}

  /** SHA-256 in hexadecimal. */
  static String current() {
    try {
      Path place =
          Path.of(CodeVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return hash(place);
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        return hash(jar.getPath("/"));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of a class is a file", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The harness's own classes cannot be read", e);
    }
  }

  /** Classes, and the kernels' sources beside them. */
  private static boolean counts(Path file) {
    return file.toString().endsWith(".class") || file.toString().endsWith(".py");
  }

  private static String hash(Path root) throws IOException {
    MessageDigest digest = Digests.sha256();
    for (String name : PACKAGES) {
      try (Stream<Path> files = Files.list(root.resolve(ROOT + name))) {
        for (Path file : files.filter(CodeVersion::counts).sorted().toList()) {
          Digests.add(digest, file.getFileName().toString());
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    return Digests.hex(digest);
  }
}
