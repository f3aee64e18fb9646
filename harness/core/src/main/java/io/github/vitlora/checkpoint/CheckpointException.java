package io.github.vitlora.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Says that a checkpoint cannot be read or does not fit the network. */
public final class CheckpointException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong with a file.
   *
   * @param file the checkpoint
   * @param problem what is wrong and, where it helps, what to do
   */
  public CheckpointException(Path file, String problem) {
    super(file + ": " + problem);
  }

  CheckpointException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
