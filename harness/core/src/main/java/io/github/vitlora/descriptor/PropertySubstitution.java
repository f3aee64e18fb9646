package io.github.vitlora.descriptor;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Replaces {@code ${name}} in attribute values, before the schema sees them. What a property holds
 * is taken as it is and not searched again.
 */
final class PropertySubstitution extends XMLFilterImpl {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]*)(}?)");

  private final TagTracker tags;
  private final Function<String, Optional<String>> properties;
  private final Problems problems;

  PropertySubstitution(
      TagTracker tags, Function<String, Optional<String>> properties, Problems problems) {
    super(tags);
    this.tags = tags;
    this.properties = properties;
    this.problems = problems;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes atts)
      throws SAXException {
    AttributesImpl replaced = new AttributesImpl(atts);
    for (int i = 0; i < atts.getLength(); i++) {
      if (atts.getValue(i).contains("${")) {
        Place place = tags.current().orElseThrow().placeOf(atts.getQName(i));
        replaced.setValue(i, substitute(atts.getQName(i), atts.getValue(i), place));
      }
    }
    super.startElement(uri, localName, qName, replaced);
  }

  private String substitute(String attribute, String value, Place place) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            match -> {
              Optional<String> found =
                  match.group(2).isEmpty() || match.group(1).isBlank()
                      ? Optional.empty()
                      : properties.apply(match.group(1));
              if (found.isEmpty()) {
                problems.addCause(place, complaint(attribute, match.group(), match));
              }
              return Matcher.quoteReplacement(found.orElse(match.group()));
            });
  }

  private static String complaint(String attribute, String reference, MatchResult match) {
    if (match.group(2).isEmpty() || match.group(1).isBlank()) {
      return "\"%s\" in %s is not a property: a property is written ${name}"
          .formatted(reference, attribute);
    }
    return "the property %s, which %s refers to, is not set: pass it as -D%s=..."
        .formatted(match.group(1), attribute, match.group(1));
  }
}
