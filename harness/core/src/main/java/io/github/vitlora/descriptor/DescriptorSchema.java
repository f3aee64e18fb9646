package io.github.vitlora.descriptor;

import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The descriptor's XML schema, for validating and for saying in an error what is allowed. */
final class DescriptorSchema {

  static final String NAMESPACE = "urn:vitlora:experiment:1";

  private static final String RESOURCE = "experiment-1.xsd";
  private static final String ELEMENTS =
      "//*[local-name()='element' and @name='%s']/*[local-name()='complexType']";

  private static final DescriptorSchema INSTANCE = new DescriptorSchema();

  private final Schema schema;
  private final Map<String, List<String>> children = new HashMap<>();
  private final Map<String, List<String>> requiredChildren = new HashMap<>();
  private final Map<String, Map<String, String>> attributes = new HashMap<>();

  private DescriptorSchema() {
    URL resource = Objects.requireNonNull(DescriptorSchema.class.getResource(RESOURCE), RESOURCE);
    try {
      SchemaFactory factory = SchemaFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      schema = factory.newSchema(resource);
      DocumentBuilderFactory documents = DocumentBuilderFactory.newDefaultNSInstance();
      documents.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      index(documents.newDocumentBuilder().parse(resource.toExternalForm()));
    } catch (Exception e) {
      throw new IllegalStateException("the schema of descriptors is damaged: " + resource, e);
    }
  }

  static DescriptorSchema get() {
    return INSTANCE;
  }

  /** For validation; may be shared by threads. */
  Schema schema() {
    return schema;
  }

  /** Names of the elements that may stand directly in this one, in the schema's order. */
  List<String> children(String element) {
    return children.getOrDefault(element, List.of());
  }

  /** Those of {@link #children} without which the element is not complete. */
  List<String> requiredChildren(String element) {
    return requiredChildren.getOrDefault(element, List.of());
  }

  /** Names of the attributes that this element may bear, in the schema's order. */
  List<String> attributes(String element) {
    return List.copyOf(attributes.getOrDefault(element, Map.of()).keySet());
  }

  /** What the attribute's value may be, as the schema words it. */
  Optional<String> allowedValue(String element, String attribute) {
    return Optional.ofNullable(attributes.getOrDefault(element, Map.of()).get(attribute));
  }

  // A DOM may not be read by several threads at once, so that it is read here and forgotten.
  private void index(Document document) throws XPathExpressionException {
    XPath xpath = XPathFactory.newDefaultInstance().newXPath();
    for (Element element : select(xpath, document, "//*[local-name()='element']")) {
      String name = element.getAttribute("name");
      String type = ELEMENTS.formatted(name);
      String child = type + "/*/*[local-name()='element']";
      children.put(name, names(select(xpath, document, child)));
      requiredChildren.put(name, names(select(xpath, document, child + "[not(@minOccurs='0')]")));
      Map<String, String> allowed = new LinkedHashMap<>();
      for (Element a : select(xpath, document, type + "/*[local-name()='attribute']")) {
        String phrase = "//*[local-name()='simpleType' and @name='%s']//*[local-name()='appinfo']";
        allowed.put(
            a.getAttribute("name"),
            xpath.evaluate(phrase.formatted(a.getAttribute("type")), document).strip());
      }
      attributes.put(name, allowed);
    }
  }

  private static List<Element> select(XPath xpath, Document document, String expression)
      throws XPathExpressionException {
    NodeList nodes = (NodeList) xpath.evaluate(expression, document, XPathConstants.NODESET);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> names(List<Element> elements) {
    return elements.stream().map(e -> e.getAttribute("name")).toList();
  }
}
