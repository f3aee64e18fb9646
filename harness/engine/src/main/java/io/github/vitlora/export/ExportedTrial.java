package io.github.vitlora.export;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.TrialResult;
import java.util.List;

/**
 * A trained trial as its folder keeps it.
 *
 * @param trial what was to be trained
 * @param result what came out
 * @param classNames names of the classes; the index is the label
 */
public record ExportedTrial(Trial trial, TrialResult result, List<String> classNames) {
  /** Copies the names. */
  public ExportedTrial {
    classNames = List.copyOf(classNames);
  }
}
