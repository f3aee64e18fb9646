package io.github.vitlora.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;

/** A trial as the one self-contained file, {@code trial.json}, that whoever runs it is given. */
public final class TrialJson {

  private TrialJson() {}

  /** The trial as JSON. */
  public static String write(Trial trial) {
    try {
      return RecordJson.MAPPER.writeValueAsString(trial);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a trial consists of values that JSON has", e);
    }
  }

  /**
   * The trial that {@link #write} wrote.
   *
   * @param json the whole text
   * @throws IllegalArgumentException if it is not a trial or holds anything that this version does
   *     not know, which it might otherwise leave out of the training unnoticed
   */
  public static Trial read(String json) {
    try {
      Trial trial = RecordJson.MAPPER.readValue(json, Trial.class);
      if (trial == null) {
        throw new IllegalArgumentException("this is not a trial: it is null");
      }
      return trial;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(RecordJson.problem("a trial", e), e);
    }
  }
}
