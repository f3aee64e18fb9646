package io.github.vitlora.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes text for other libraries, with the same bytes on every system. */
final class TextFile {
  private TextFile() {}

  static void write(Path file, JsonNode json) throws IOException {
    write(file, Json.pretty(Json.strict(), json));
  }

  static void write(Path file, String text) throws IOException {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnwritableException(file, e);
    }
  }
}
