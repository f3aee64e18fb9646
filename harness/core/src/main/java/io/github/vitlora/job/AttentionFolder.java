package io.github.vitlora.job;

import io.github.vitlora.result.AttentionResults;
import java.nio.file.Path;

/**
 * The files of a look at an experiment's models.
 *
 * @param path the folder that holds them
 */
public record AttentionFolder(Path path) {

  /** The folder of an experiment whose trials have theirs beside it; no trial has that name. */
  public static AttentionFolder of(Path experiment) {
    return new AttentionFolder(experiment.resolve("attention"));
  }

  /** The whole input. */
  public Path request() {
    return path.resolve("request.json");
  }

  /** What the process printed. */
  public Path log() {
    return path.resolve("attention.log");
  }

  /** What the JVM reports of a crash in native code. */
  public Path crash() {
    return path.resolve("crash.log");
  }

  /** The pictures, and what is told of them. */
  public Path pictures() {
    return path.resolve("pictures");
  }

  /** What came out; written last, at once. */
  public Path results() {
    return pictures().resolve(AttentionResults.FILE);
  }
}
