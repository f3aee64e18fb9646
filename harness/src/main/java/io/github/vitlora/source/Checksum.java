package io.github.vitlora.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 in lower-case hexadecimal. */
final class Checksum {

  private Checksum() {}

  static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  static String of(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The declared checksum as it is compared.
   *
   * @throws SourceException if it is not 64 hexadecimal digits
   */
  static String declared(String source, String sha256) {
    String text = sha256.strip().toLowerCase(Locale.ROOT);
    if (!text.matches("[0-9a-f]{64}")) {
      throw new SourceException(
          "The sha256 declared for '"
              + source
              + "' is not 64 hexadecimal digits: '"
              + sha256
              + "'");
    }
    return text;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
