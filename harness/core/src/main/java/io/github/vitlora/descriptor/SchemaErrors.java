package io.github.vitlora.descriptor;

import java.util.HashSet;
import java.util.Set;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reports what the schema validator finds, where it stands and in plain words. */
final class SchemaErrors implements ErrorHandler {

  private final TagTracker tags;
  private final Problems problems;
  private final Set<Place> attributes = new HashSet<>();
  private final SchemaMessages messages = new SchemaMessages(DescriptorSchema.get());

  SchemaErrors(TagTracker tags, Problems problems) {
    this.tags = tags;
    this.problems = problems;
  }

  /** Whether the attribute that stands there has been refused. */
  boolean concern(Place attribute) {
    return attributes.contains(attribute);
  }

  @Override
  public void warning(SAXParseException e) throws SAXException {
    error(e);
  }

  @Override
  public void error(SAXParseException e) throws SAXException {
    Tag element = tags.current().orElseThrow();
    if (problems.stopReading(element.start())) {
      throw e;
    }
    messages
        .translate(e.getMessage(), element, tags.parent())
        .ifPresent(finding -> report(element.placeOf(finding.attribute()), finding.message()));
  }

  private void report(Place place, String message) {
    problems.add(place, message);
    if (!place.attribute().isEmpty()) {
      attributes.add(place);
    }
  }

  /** Reports the fault of a value that the validator has left without saying where it stands. */
  void finish() {
    messages.unexplained().ifPresent(message -> report(Place.of(1, 1), message));
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    error(e);
  }
}
