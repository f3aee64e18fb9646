package io.github.vitlora.descriptor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.Locator2;
import org.xml.sax.helpers.XMLFilterImpl;

/** Knows at any moment of the parsing which elements are open, and where their tags stand. */
final class TagTracker extends XMLFilterImpl {

  /** Far more than any descriptor has, and few enough to keep. */
  private static final int DEEPEST = 32;

  private final byte[] bytes;
  private final Problems problems;
  private final Deque<Tag> open = new ArrayDeque<>();
  private Locator locator;
  private SourceText text;

  TagTracker(XMLReader parent, byte[] bytes, Problems problems) {
    super(parent);
    this.bytes = bytes;
    this.problems = problems;
  }

  /** The innermost open element, or none before the first. */
  Optional<Tag> current() {
    return Optional.ofNullable(open.peek());
  }

  /** The element around {@link #current}. */
  Optional<Tag> parent() {
    Iterator<Tag> outwards = open.iterator();
    if (outwards.hasNext()) {
      outwards.next();
    }
    return outwards.hasNext() ? Optional.of(outwards.next()) : Optional.empty();
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
    super.setDocumentLocator(locator);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes atts)
      throws SAXException {
    if (text == null) {
      // Only now has the parser settled the encoding.
      text = new SourceText(bytes, locator instanceof Locator2 known ? known.getEncoding() : null);
    }
    Tag tag = text.tagEndingAt(uri, localName, locator.getLineNumber(), locator.getColumnNumber());
    if (open.size() == DEEPEST) {
      String problem = "<%s> lies in %d others: none lies that deep".formatted(tag.name(), DEEPEST);
      problems.add(tag.start(), problem);
      throw new SAXException(problem);
    }
    open.push(tag);
    super.startElement(uri, localName, qName, atts);
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    // What is found missing at the end tag belongs to the element that ends.
    super.endElement(uri, localName, qName);
    open.pop();
  }
}
