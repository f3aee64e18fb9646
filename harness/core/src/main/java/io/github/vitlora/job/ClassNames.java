package io.github.vitlora.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The names of a trial's classes, kept so that nobody needs the data set to speak of them. */
public final class ClassNames {
  private static final JsonMapper JSON = new JsonMapper();

  private ClassNames() {}

  /** Keeps them, in the order of their labels. */
  public static void write(Path file, List<String> names) throws IOException {
    try {
      Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(names));
    } catch (IOException e) {
      throw new UnwritableException(file, e);
    }
  }

  /**
   * What {@link #write} kept.
   *
   * @throws ResultException when the file holds no names
   */
  public static List<String> read(Path file) throws IOException {
    try {
      return List.of(JSON.readValue(Files.readAllBytes(file), String[].class));
    } catch (JsonProcessingException e) {
      throw new ResultException(file, "it holds no names of classes: " + e.getOriginalMessage(), e);
    }
  }
}
