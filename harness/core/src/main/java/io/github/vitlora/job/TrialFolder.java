package io.github.vitlora.job;

import java.nio.file.Path;

/**
 * The files of one trial.
 *
 * @param path the folder that holds them
 */
public record TrialFolder(Path path) {
  /** Names the folder that all trials have theirs in. */
  public static final String PROPERTY = "vitlora.work";

  /** Set in a process that ends with the one that holds the other end of its standard input. */
  public static final String END_WITH_PARENT = "vitlora.endWithParent";

  /** The trial's whole input. */
  public Path input() {
    return path.resolve("trial.json");
  }

  /** What came out; written last, at once. */
  public Path result() {
    return path.resolve("result.json");
  }

  /** What the trained model made of each test image; written before the result. */
  public Path predictions() {
    return path.resolve("predictions.csv");
  }

  /** What the trial's process printed. */
  public Path log() {
    return path.resolve("trial.log");
  }

  /** The trained weights: the whole model, or adapters and head. */
  public Path weights() {
    return path.resolve("weights.safetensors");
  }

  /** Names of the classes, in the order of their labels. */
  public Path classes() {
    return path.resolve("classes.json");
  }

  /** What the JVM reports of a crash in native code. */
  public Path crash() {
    return path.resolve("crash.log");
  }

  /** States that an interrupted trial goes on from. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }
}
