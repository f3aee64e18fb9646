package io.github.vitlora.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Is thrown where a descriptor cannot be used, with everything that is wrong with it. */
public final class DescriptorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ArrayList<DescriptorProblem> problems;

  /**
   * Joins the problems to a message of one line each.
   *
   * @param problems at least one
   * @param cause the exception behind the first, or null
   */
  public DescriptorException(List<DescriptorProblem> problems, Throwable cause) {
    super(
        problems.stream().map(DescriptorProblem::toString).collect(Collectors.joining("\n")),
        cause);
    this.problems = new ArrayList<>(problems);
  }

  /** Returns all problems, in the order of the file. */
  public List<DescriptorProblem> problems() {
    return List.copyOf(problems);
  }
}
