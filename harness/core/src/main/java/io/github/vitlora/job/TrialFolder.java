package io.github.vitlora.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Knows the files of a trial on disk.
 *
 * @param path the folder that holds its files
 */
public record TrialFolder(Path path) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Makes the path absolute, so that it does not follow another process's working directory. */
  public TrialFolder {
    path = path.toAbsolutePath();
  }

  /** Returns the file of what is trained, which all results need. */
  public Path input() {
    return path.resolve("trial.json");
  }

  /** Returns the file of results, written last and at once. */
  public Path result() {
    return path.resolve("result.json");
  }

  /** Returns the file of predictions of the test images, written before the result. */
  public Path predictions() {
    return path.resolve("predictions.csv");
  }

  /** Returns the file of what the trial's worker printed. */
  public Path log() {
    return path.resolve("trial.log");
  }

  /** Returns the file of trained weights: the whole model, or adapters and head. */
  public Path weights() {
    return path.resolve("weights.safetensors");
  }

  /** Returns the file of the classes' names, in the order of their labels. */
  public Path classes() {
    return path.resolve("classes.json");
  }

  /** Returns the folder of states that an interrupted trial goes on from. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /**
   * Keeps what is trained, and the names of its classes in the order of their labels, so that
   * nobody needs the data set to speak of them.
   */
  public void describe(Trial trial, List<String> classNames) throws IOException {
    write(input(), trial.json());
    write(classes(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(classNames));
  }

  private static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UnwritableException(file, e);
    }
  }

  /**
   * Reads the trial that {@link #describe} kept.
   *
   * @throws ResultException when the file holds none
   */
  public Trial trial() throws IOException {
    try {
      return Trial.read(Files.readString(input()));
    } catch (IllegalArgumentException e) {
      throw new ResultException(input(), e.getMessage(), e);
    }
  }

  /**
   * Reads the names that {@link #describe} kept.
   *
   * @throws ResultException when the file holds none
   */
  public List<String> classNames() throws IOException {
    try {
      return List.of(JSON.readValue(Files.readAllBytes(classes()), String[].class));
    } catch (JsonProcessingException e) {
      throw new ResultException(
          classes(), "it holds no names of classes: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads the result of a trial that was trained to its end; empty where none can be read. */
  public Optional<TrialResult> completed() {
    if (Files.notExists(result()) || Files.notExists(weights())) {
      return Optional.empty();
    }
    try {
      return Optional.of(ResultStore.readTrial(result()))
          .filter(trial -> trial.status() == TrialStatus.COMPLETED);
    } catch (ResultException e) {
      // Damaged: the next run trains it again.
      return Optional.empty();
    }
  }
}
