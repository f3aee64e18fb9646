package io.github.vitlora.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sound inputs, kept as files beside the test. */
public final class Corpus {

  private Corpus() {}

  /** The files of the folder {@code fuzzing/name} among the test's resources, by name. */
  public static List<byte[]> of(Class<?> test, String name) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(test.getResource("fuzzing/" + name).toURI()))) {
      return files.sorted().map(Corpus::bytes).toList();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no folder " + name, e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
