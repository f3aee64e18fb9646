package io.github.vitlora.descriptor;

import java.io.Serializable;

/**
 * Says one thing that is wrong with a descriptor.
 *
 * @param file the descriptor as the user named it
 * @param line counted from 1; 0 if the problem concerns the whole file
 * @param column counted from 1; 0 if the problem concerns the whole file
 * @param message what is wrong and what is allowed
 */
public record DescriptorProblem(String file, int line, int column, String message)
    implements Serializable {
  /** Returns {@code file:line:column: message}, which editors and terminals turn into links. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
