package io.github.vitlora.fingerprint;

import ai.djl.util.Utils;
import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells builds of libtorch of the same version from each other, where one is used that is not the
 * resolved artifact.
 *
 * <p>Libraries for CUDA are gigabytes, which would take seconds to read before every trial. So only
 * the name and size of each library count, and blocks spread evenly over it, its first and last
 * included: in another build code and tables lie elsewhere, and all blocks change.
 */
final class LibtorchBuild {
  private static final int BLOCKS = 64;
  private static final int BLOCK_BYTES = 1 << 16;
  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.[\\d.]+)?|dylib|dll)");

  private LibtorchBuild() {}

  /** Returns the hash of the folder that libtorch is loaded from, if it is not the artifact. */
  static Optional<String> current() {
    return Optional.ofNullable(Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH"))
        .map(folder -> of(Path.of(folder)));
  }

  /** Computes the SHA-256 of a folder's libraries, except the one that DJL puts there. */
  static String of(Path folder) {
    MessageDigest digest = Digests.sha256();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> libraries = files.filter(LibtorchBuild::isLibrary).sorted().toList();
      for (Path library : libraries) {
        Digests.add(digest, library.getFileName().toString());
        add(digest, library);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of libtorch cannot be read: " + folder, e);
    }
    return Digests.hex(digest);
  }

  private static boolean isLibrary(Path file) {
    String name = file.getFileName().toString();
    return LIBRARY.matcher(name).matches() && !name.contains("djl");
  }

  private static void add(MessageDigest digest, Path library) throws IOException {
    try (FileChannel channel = FileChannel.open(library)) {
      long size = channel.size();
      Digests.add(digest, Long.toString(size));
      long last = Math.max(0, size - BLOCK_BYTES);
      for (int i = 0; i < BLOCKS; i++) {
        long at = last * i / (BLOCKS - 1);
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        while (block.hasRemaining() && channel.read(block, at + block.position()) > 0) {
          // A read may bring less than a block.
        }
        digest.update(block.flip());
      }
    }
  }
}
