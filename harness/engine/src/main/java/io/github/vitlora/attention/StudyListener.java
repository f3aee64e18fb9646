package io.github.vitlora.attention;

import io.github.vitlora.result.AttentionFigures;

/** Follows a study as it is made. */
public interface StudyListener {

  /**
   * Another model is looked at.
   *
   * @param model id of its trial, or {@link AttentionFigures#PRETRAINED}
   */
  void entered(String model);

  /** Work goes on. Told often, so that silence means that nothing is done. */
  void alive();
}
