package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.Node.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.Locator2;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Makes a tree of XML that knows where everything stands, and replaces {@code ${name}} in attribute
 * values. The XML is not trusted: it may not have a DOCTYPE, and nothing that it names is opened.
 */
final class LocatedXml extends DefaultHandler {
  // Looked up in Locale.ROOT, Xerces's messages are English; looked up in Locale.ENGLISH, for which
  // there is no bundle of their own, they come in the language of the machine.
  private static final String MESSAGE_LOCALE = "http://apache.org/xml/properties/locale";

  /** Far more than any descriptor has, and few enough to keep. */
  private static final int DEEPEST = 32;

  private static final Set<String> SCHEMA_PLACES =
      Set.of("schemaLocation", "noNamespaceSchemaLocation");

  /** Begins the names under which Maven has the environment's variables. */
  private static final String ENVIRONMENT = "env.";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]*)(}?)");

  private final byte[] bytes;
  private final Function<String, Optional<String>> properties;
  private final Problems problems;
  private final Deque<Node> open = new ArrayDeque<>();
  private Optional<Node> root = Optional.empty();
  private boolean explained;
  private Locator locator;
  private SourceText text;

  private LocatedXml(
      byte[] bytes, Function<String, Optional<String>> properties, Problems problems) {
    this.bytes = bytes;
    this.properties = properties;
    this.problems = problems;
  }

  /**
   * Reads a whole document, or what stands before it breaks.
   *
   * @param properties what {@code ${name}} stands for; it is taken as it is, not searched again
   * @param problems where that is noted which is not XML, or no property
   * @return the root; empty where there is none
   */
  static Optional<Node> read(
      byte[] bytes, Function<String, Optional<String>> properties, Problems problems) {
    LocatedXml tree = new LocatedXml(bytes, properties, problems);
    try {
      XMLReader reader = secureReader();
      reader.setContentHandler(tree);
      reader.setErrorHandler(tree);
      reader.parse(new InputSource(new ByteArrayInputStream(bytes)));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the XML libraries of this Java cannot be set up", e);
    } catch (SAXException | IOException e) {
      if (!tree.explained) {
        problems.add(new Place(1, 1), undecodable(e));
      }
    }
    return tree.root;
  }

  private static XMLReader secureReader() throws ParserConfigurationException, SAXException {
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    XMLReader reader = factory.newSAXParser().getXMLReader();
    reader.setProperty(MESSAGE_LOCALE, Locale.ROOT);
    return reader;
  }

  private static String undecodable(Exception e) {
    return e instanceof UnsupportedEncodingException
        ? "the encoding %s is not known: UTF-8 is".formatted(e.getMessage())
        : "this is not readable XML: " + e.getMessage();
  }

  @Override
  public void setDocumentLocator(Locator where) {
    locator = where;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes atts)
      throws SAXException {
    if (text == null) {
      // Only now has the parser settled the encoding.
      text = new SourceText(bytes, locator instanceof Locator2 known ? known.getEncoding() : null);
    }
    SourceText.Tag tag = text.tagEndingAt(locator.getLineNumber(), locator.getColumnNumber());
    if (open.size() == DEEPEST) {
      throw stop(
          tag.start(), "<%s> lies in %d others: none lies that deep".formatted(localName, DEEPEST));
    }
    if (problems.isFull()) {
      explained = true;
      throw new SAXException("there are enough problems");
    }
    Node node = new Node(uri, localName, tag.start());
    for (int i = 0; i < atts.getLength(); i++) {
      if (!isForEditors(atts, i)) {
        String name = atts.getQName(i);
        Place place = tag.attributes().getOrDefault(name, tag.start());
        node.add(name, attribute(name, atts.getValue(i), place));
      }
    }
    if (open.isEmpty()) {
      root = Optional.of(node);
    } else {
      open.peek().add(node);
    }
    open.push(node);
  }

  /** Whether an attribute says where the schema lies, by which editors find it. */
  private static boolean isForEditors(Attributes atts, int i) {
    return atts.getURI(i).equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)
        && SCHEMA_PLACES.contains(atts.getLocalName(i));
  }

  private Node.Attribute attribute(String name, String value, Place place) {
    if (!value.contains("${")) {
      return new Node.Attribute(value, place, true);
    }
    boolean[] resolved = {true};
    String replaced =
        REFERENCE
            .matcher(value)
            .replaceAll(
                match -> {
                  Optional<String> found =
                      isProperty(match) ? properties.apply(match.group(1)) : Optional.empty();
                  if (found.isEmpty()) {
                    resolved[0] = false;
                    problems.add(place, complaint(name, match));
                  }
                  return Matcher.quoteReplacement(found.orElse(match.group()));
                });
    return new Node.Attribute(replaced, place, resolved[0]);
  }

  private static boolean isProperty(MatchResult match) {
    return !match.group(2).isEmpty() && !match.group(1).isBlank();
  }

  private static String complaint(String attribute, MatchResult match) {
    if (isProperty(match) && match.group(1).startsWith(ENVIRONMENT)) {
      return "the environment variable %s, which %s refers to, is not set"
          .formatted(match.group(1).substring(ENVIRONMENT.length()), attribute);
    }
    return isProperty(match)
        ? "the property %s, which %s refers to, is not set: pass it as -D%s=..."
            .formatted(match.group(1), attribute, match.group(1))
        : "\"%s\" in %s is not a property: a property is written ${name}"
            .formatted(match.group(), attribute);
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    open.element().addText(characters, start, length);
  }

  @Override
  public void endElement(String uri, String localName, String qName) {
    open.pop().end();
  }

  @Override
  public void error(SAXParseException e) throws SAXException {
    fatalError(e);
  }

  /** Stops at the first thing that is not XML, and notes it. */
  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    throw stop(
        new Place(Math.max(1, e.getLineNumber()), Math.max(1, e.getColumnNumber())),
        e.getMessage().startsWith("DOCTYPE")
            ? "a descriptor has no DOCTYPE: remove it"
            : "this is not well-formed XML: " + e.getMessage());
  }

  private SAXException stop(Place place, String problem) {
    explained = true;
    problems.add(place, problem);
    return new SAXException(problem);
  }

  /**
   * Finds start tags and their attributes in a descriptor's text. A SAX parser reports only where a
   * tag ends, which for a tag of several lines is not the line that has to be changed.
   */
  private static final class SourceText {
    /**
     * Says where a start tag stands.
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

    /** Returns the start tag that ends before this position of the SAX parser's locator. */
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
}
