package io.github.vitlora.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Optional;

/**
 * Writes and reads events as lines of text: a mark that nothing else prints, then JSON. Native code
 * may print to the same stream, so that a line without the mark, or one that was cut, is no event.
 */
public final class EventStream {
  private static final String MARK = "@vitlora ";
  private static final int MAX_LINE = 65_536;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private EventStream() {}

  public static String write(TrialEvent event) {
    try {
      return MARK + JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every event has a JSON form", e);
    }
  }

  public static Optional<TrialEvent> read(String line) {
    int start = line.indexOf(MARK);
    if (start < 0 || line.length() > MAX_LINE) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          JSON.readValue(line.substring(start + MARK.length()), TrialEvent.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
