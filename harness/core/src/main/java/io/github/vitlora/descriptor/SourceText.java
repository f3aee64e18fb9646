package io.github.vitlora.descriptor;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds start tags and their attributes in a descriptor's text. A SAX parser reports only where a
 * tag ends, which for a tag of several lines is not the line that has to be changed.
 */
final class SourceText {

  /**
   * Where a start tag stands.
   *
   * @param start where its {@code <} is
   * @param attributes where each attribute is that the tag spells out
   */
  record Tag(Place start, Map<String, Place> attributes) {}

  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([^\\s=<>\"'/]+)\\s*=\\s*(?:\"[^\"]*\"|'[^']*')");

  private final String text;
  private final List<Integer> lineStarts = new ArrayList<>();

  SourceText(byte[] bytes, String encoding) {
    String decoded = new String(bytes, charset(encoding));
    text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    lineStarts.add(0);
    Matcher ends = LINE_END.matcher(text);
    while (ends.find()) {
      lineStarts.add(ends.end());
    }
  }

  private static Charset charset(String encoding) {
    try {
      return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    } catch (IllegalArgumentException unknownHere) {
      // The parser knows it under another name; ASCII markup is found all the same.
      return StandardCharsets.ISO_8859_1;
    }
  }

  /** The start tag that ends before this position of the SAX parser's locator. */
  Tag tagEndingAt(int line, int column) {
    int end = offset(line, column);
    int start = end < 1 ? -1 : text.lastIndexOf('<', end - 1);
    if (start < 0) {
      return new Tag(new Place(Math.max(1, line), Math.max(1, column)), Map.of());
    }
    Map<String, Place> attributes = new LinkedHashMap<>();
    // No "<" can stand within a tag, so that this text holds the one tag and nothing else.
    Matcher matcher = ATTRIBUTE.matcher(text).region(start + 1, end);
    while (matcher.find()) {
      attributes.put(matcher.group(1), place(matcher.start()));
    }
    return new Tag(place(start), attributes);
  }

  private int offset(int line, int column) {
    if (line < 1 || line > lineStarts.size()) {
      return -1;
    }
    return Math.min(text.length(), lineStarts.get(line - 1) + Math.max(0, column - 1));
  }

  private Place place(int offset) {
    int found = Collections.binarySearch(lineStarts, offset);
    int line = found < 0 ? -found - 2 : found;
    return new Place(line + 1, offset - lineStarts.get(line) + 1);
  }
}
