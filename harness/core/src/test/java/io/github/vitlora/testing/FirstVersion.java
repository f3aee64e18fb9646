package io.github.vitlora.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results that the first version of vitlora wrote. */
public final class FirstVersion {
  private FirstVersion() {}

  /** Puts them into a folder. */
  public static Path results(Path folder) throws IOException {
    Path file = folder.resolve("results-of-the-first-version.json");
    try (InputStream in = FirstVersion.class.getResourceAsStream(file.getFileName().toString())) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }
}
