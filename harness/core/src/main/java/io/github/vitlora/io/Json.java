package io.github.vitlora.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** Reads and writes records as JSON; a component that is an empty {@code Optional} is null. */
public final class Json {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** Returns the text of a file that people read, indented; the same bytes on every system. */
  public static String pretty(JsonMapper mapper, Object one) throws JsonProcessingException {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return mapper.writer(printer).writeValueAsString(one) + "\n";
  }

  /** Returns the bytes of a record, which is one that JSON can hold. */
  public static byte[] bytes(Object one) {
    try {
      return STRICT.writeValueAsBytes(one);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every record has JSON", e);
    }
  }

  /**
   * Returns the mapper for what this version alone writes: it refuses fields that it does not know
   * or meets twice, and text after the end.
   */
  public static JsonMapper strict() {
    return STRICT;
  }

  /** Returns the mapper for what others write: it skips what it does not know. */
  public static JsonMapper lenient() {
    return LENIENT;
  }
}
