package io.github.vitlora.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checkpoints, photographs and reference figures that are too large for the project. */
public final class SharedMaterial {
  private SharedMaterial() {}

  /** A file of the material; the test is skipped, with the reason, where it is absent. */
  public static Path file(String name) {
    String root = System.getProperty("vitlora.test.shared", "");
    Path file = Path.of(root).resolve(name);
    assumeTrue(
        !root.isEmpty() && Files.exists(file),
        () -> "needs " + name + " below the folder that vitlora.test.shared names: " + file);
    return file;
  }
}
