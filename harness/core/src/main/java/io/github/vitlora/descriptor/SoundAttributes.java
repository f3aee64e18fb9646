package io.github.vitlora.descriptor;

import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Keeps the attributes that the schema refuses from the binding, which could not convert them, and
 * from the checks, which would only find consequences of what is already reported.
 */
final class SoundAttributes extends XMLFilterImpl {

  private final TagTracker tags;
  private final SchemaErrors errors;

  SoundAttributes(TagTracker tags, SchemaErrors errors) {
    this.tags = tags;
    this.errors = errors;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes atts)
      throws SAXException {
    Tag tag = tags.current().orElseThrow();
    AttributesImpl sound = new AttributesImpl(atts);
    for (int i = atts.getLength() - 1; i >= 0; i--) {
      if (errors.concern(tag.placeOf(atts.getQName(i)))) {
        sound.removeAttribute(i);
      }
    }
    super.startElement(uri, localName, qName, sound);
  }
}
