package io.github.vitlora.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes JSON for other libraries, with the same bytes on every system. */
final class JsonFile {
  private JsonFile() {}

  static void write(Path file, JsonNode json) throws IOException {
    String text = Json.pretty(Json.strict(), json);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnwritableException(file, e);
    }
  }
}
