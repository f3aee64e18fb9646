package io.github.vitlora.io;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes comma-separated values (RFC 4180) with a line of headings. */
public final class Csv {
  /** Quotes more than it has to: asked to quote no more, it leaves a lone line feed unquoted. */
  private static final CsvMapper MAPPER = CsvMapper.builder().addModule(new Jdk8Module()).build();

  private Csv() {}

  /**
   * Renders records, a line each, whose columns are the components of their type. An absent value
   * is an empty cell.
   */
  public static <T> String render(Class<T> type, List<T> records) {
    CsvSchema schema = MAPPER.schemaFor(type).withHeader().withLineSeparator("\r\n");
    StringWriter text = new StringWriter();
    try (SequenceWriter writer = MAPPER.writerFor(type).with(schema).writeValues(text)) {
      writer.writeAll(records);
    } catch (IOException e) {
      throw new UncheckedIOException("records without records inside are lines", e);
    }
    return text.toString();
  }
}
