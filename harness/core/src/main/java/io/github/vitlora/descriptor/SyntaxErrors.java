package io.github.vitlora.descriptor;

import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** Stops the parser at the first thing that is not XML, and reports it. */
final class SyntaxErrors implements ErrorHandler {

  private final Problems problems;

  SyntaxErrors(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void warning(SAXParseException e) {
    // Xerces warns of nothing that a descriptor without a DOCTYPE can have.
  }

  @Override
  public void error(SAXParseException e) throws SAXParseException {
    fatalError(e);
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXParseException {
    problems.add(
        Place.of(Math.max(1, e.getLineNumber()), Math.max(1, e.getColumnNumber())),
        e.getMessage().startsWith("DOCTYPE")
            ? "a descriptor has no DOCTYPE: remove it"
            : "this is not well-formed XML: " + e.getMessage());
    throw e;
  }
}
