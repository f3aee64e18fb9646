package io.github.vitlora.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** A trial as the one self-contained file, {@code trial.json}, that whoever runs it is given. */
public final class TrialJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TrialJson() {}

  /** The trial as JSON. */
  public static String write(Trial trial) {
    try {
      return MAPPER.writeValueAsString(trial);
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
      Trial trial = MAPPER.readValue(json, Trial.class);
      if (trial == null) {
        throw new IllegalArgumentException("this is not a trial: it is null");
      }
      return trial;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %s, column %s)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new IllegalArgumentException(
          "this is not a trial of this version: " + e.getOriginalMessage() + where, e);
    }
  }
}
