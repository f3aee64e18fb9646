package io.github.vitlora.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files that are too large for the project: a checkpoint, photographs, golden values. */
public final class SharedMaterial {

  private SharedMaterial() {}

  /** A file of that material; where it is absent the test is skipped and says why. */
  public static Path file(String relative) {
    String folder = System.getProperty("vitlora.test.shared", "");
    Assumptions.assumeFalse(folder.isBlank(), "the property vitlora.test.shared is not set");
    Path file = Path.of(folder).toAbsolutePath().normalize().resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(file),
        () -> "needs " + file + " (the folder is set by -Dvitlora.test.shared)");
    return file;
  }
}
