package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Editors go by the schema and the harness by its reader: what the one allows, the other does, name
 * by name and value by value.
 */
class DescriptorSchemaTest {

  private static final Path SCHEMA = Path.of("../../experiments/experiment-1.xsd");

  /** What one of the two says of an attribute. */
  private record Attribute(
      boolean isRequired, Optional<String> byDefault, String phrase, List<String> options) {}

  /** Numbers at and beside every bound that there is, in all ways of writing, and no numbers. */
  private static final List<String> NUMBERS =
      List.of(
          ("-9223372036854775809 -9223372036854775808 -2147483649 -2147483648 -1 -0 0 00 +0 1 +1 2 3"
                  + " 15 16 17 29 30 31 99 100 101 200 201 1000 2147483646 2147483647 2147483648"
                  + " 9223372036854775807 9223372036854775808 -1e-300 1e-300 1e-999 0.08 0.1 .5 5. . 0.49"
                  + " 0.5 0.5000000000000001 0.9999999999999999 1.0 1.0000000000000002 99.9"
                  + " 100.00000000000001 1e5 1E+5 1e 1e-46 1e38 3.4028235E38 -3.4028235E38 3.5e38"
                  + " 1.7976931348623157E308 1e309 -1e309 NaN INF -INF Infinity 0x1p3 1d 1f 1L 1,5 one"
                  + " \uFF11 true false TRUE yes")
              .split(" "));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "a b",
          "a-b",
          "a--b",
          "-a",
          "a.",
          "a.b_c-d",
          "\u00E4",
          "a\u00A0b",
          " a\t",
          "a".repeat(64),
          "a".repeat(65),
          "a".repeat(200),
          "a".repeat(201),
          "0aF".repeat(21) + "0",
          "0aF".repeat(21),
          "0aF".repeat(21) + "00",
          "g".repeat(64),
          "6-11",
          "6-",
          "-6",
          "9999",
          "12345",
          "0 6-11",
          "0,6",
          "mlp.fc1=4",
          "=4",
          "a=",
          "a=b",
          "a==4",
          "a=-1",
          "a=123456789",
          "a=1234567890",
          "a=4 b=2",
          "auto",
          " auto ",
          "auto 1",
          "Auto",
          "0.08 1",
          "0 1",
          "1 0.5",
          "1 1.5");

  private static Document schema;
  private static Element reader;

  @BeforeAll
  static void read() throws Exception {
    schema =
        DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(SCHEMA.toFile());
    reader = ExperimentReader.vocabulary();
  }

  @Test
  void everyElementOfTheOneIsInTheOther() {
    compare("experiment", global("element", "experiment"), reader);
  }

  private static void compare(String path, org.w3c.dom.Element declared, Element asked) {
    assertThat(attributesOf(asked)).as(path).isEqualTo(attributesOf(declared));
    assertThat(List.copyOf(asked.attributes().keySet()))
        .as("the order of attributes of " + path)
        .isEqualTo(List.copyOf(attributesOf(declared).keySet()));
    Map<String, org.w3c.dom.Element> children = childrenOf(declared);
    assertThat(List.copyOf(asked.children().keySet()))
        .as("elements in " + path)
        .isEqualTo(List.copyOf(children.keySet()));
    children.forEach(
        (name, child) -> {
          Element.AskedElement askedChild = asked.children().get(name);
          org.w3c.dom.Element around = (org.w3c.dom.Element) child.getParentNode();
          boolean repeated =
              "unbounded".equals(child.getAttribute("maxOccurs"))
                  || "unbounded".equals(around.getAttribute("maxOccurs"));
          boolean optional = repeated || child.getAttribute("minOccurs").equals("0");
          assertThat(askedChild.isRepeated()).as(path + "/" + name).isEqualTo(repeated);
          assertThat(askedChild.isRequired()).as(path + "/" + name).isNotEqualTo(optional);
          compare(path + "/" + name, child, askedChild.element().orElseThrow());
        });
  }

  private static Map<String, Attribute> attributesOf(Element asked) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    asked
        .attributes()
        .forEach(
            (name, attribute) ->
                attributes.put(
                    name,
                    new Attribute(
                        attribute.isRequired(),
                        attribute.byDefault(),
                        attribute.type().phrase(),
                        attribute.type().options())));
    return attributes;
  }

  private static Map<String, Attribute> attributesOf(org.w3c.dom.Element declared) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (org.w3c.dom.Element a : declaredAttributes(declared)) {
      org.w3c.dom.Element type = global("simpleType", a.getAttribute("type"));
      attributes.put(
          a.getAttribute("name"),
          new Attribute(
              a.getAttribute("use").equals("required"),
              a.hasAttribute("default") ? Optional.of(a.getAttribute("default")) : Optional.empty(),
              all(type, "appinfo").get(0).getTextContent().strip(),
              all(type, "enumeration").stream().map(e -> e.getAttribute("value")).toList()));
    }
    return attributes;
  }

  private static List<org.w3c.dom.Element> declaredAttributes(org.w3c.dom.Element declared) {
    List<org.w3c.dom.Element> attributes = new ArrayList<>();
    for (org.w3c.dom.Element type : in(declared, "complexType")) {
      attributes.addAll(in(type, "attribute"));
      for (org.w3c.dom.Element group : in(type, "attributeGroup")) {
        attributes.addAll(in(global("attributeGroup", group.getAttribute("ref")), "attribute"));
      }
    }
    return attributes;
  }

  private static Map<String, org.w3c.dom.Element> childrenOf(org.w3c.dom.Element declared) {
    Map<String, org.w3c.dom.Element> children = new LinkedHashMap<>();
    in(declared, "complexType").stream()
        .flatMap(type -> Stream.of("all", "choice", "sequence").flatMap(m -> in(type, m).stream()))
        .flatMap(model -> in(model, "element").stream())
        .forEach(child -> children.put(child.getAttribute("name"), child));
    return children;
  }

  @Test
  void everyValueThatTheOneAllowsIsAllowedByTheOther() throws Exception {
    Map<String, AttributeType<?>> types = new LinkedHashMap<>();
    collect(global("element", "experiment"), reader, types);
    assertThat(types).hasSizeGreaterThan(30);
    Set<String> values = values(types);
    Validator validator = validator(types.keySet());
    for (var type : types.entrySet()) {
      for (String value : values) {
        assertThat(type.getValue().read(value).isPresent())
            .as("\"%s\" as %s", value, type.getKey())
            .isEqualTo(isValid(validator, type.getKey(), value));
      }
    }
  }

  private static void collect(
      org.w3c.dom.Element declared, Element asked, Map<String, AttributeType<?>> types) {
    for (org.w3c.dom.Element a : declaredAttributes(declared)) {
      types.put(a.getAttribute("type"), asked.attributes().get(a.getAttribute("name")).type());
    }
    childrenOf(declared)
        .forEach(
            (name, child) ->
                collect(child, asked.children().get(name).element().orElseThrow(), types));
  }

  private static Set<String> values(Map<String, AttributeType<?>> types) {
    Set<String> values = new LinkedHashSet<>(TEXTS);
    for (String number : NUMBERS) {
      values.add(number);
      values.add(number + " " + number);
      values.add("1 " + number);
      values.add("0.5  " + number + "\n0.5");
      values.add("1 1 1 " + number);
    }
    all(schema.getDocumentElement(), "enumeration").stream()
        .map(e -> e.getAttribute("value"))
        .forEach(values::add);
    types.values().forEach(type -> values.addAll(type.options()));
    List.copyOf(values).forEach(value -> values.add(value.toUpperCase(Locale.ROOT)));
    return values;
  }

  private static Validator validator(Set<String> types) throws IOException, SAXException {
    StringBuilder probes = new StringBuilder();
    types.forEach(
        type -> probes.append("<xs:element name=\"as.%1$s\" type=\"%1$s\"/>".formatted(type)));
    String text = Files.readString(SCHEMA).replace("</xs:schema>", probes + "</xs:schema>");
    return SchemaFactory.newDefaultInstance()
        .newSchema(new StreamSource(new StringReader(text)))
        .newValidator();
  }

  private static boolean isValid(Validator validator, String type, String value)
      throws IOException {
    String xml = "<as.%1$s xmlns='%2$s'>%3$s</as.%1$s>".formatted(type, Element.NAMESPACE, value);
    try {
      validator.validate(new StreamSource(new StringReader(xml)));
      return true;
    } catch (SAXException invalid) {
      return false;
    }
  }

  private static org.w3c.dom.Element global(String kind, String name) {
    return in(schema.getDocumentElement(), kind).stream()
        .filter(e -> e.getAttribute("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the schema has no " + kind + " " + name));
  }

  private static List<org.w3c.dom.Element> in(org.w3c.dom.Element parent, String kind) {
    List<org.w3c.dom.Element> found = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof org.w3c.dom.Element element && kind.equals(element.getLocalName())) {
        found.add(element);
      }
    }
    return found;
  }

  private static List<org.w3c.dom.Element> all(org.w3c.dom.Element root, String kind) {
    var nodes = root.getElementsByTagNameNS("*", kind);
    List<org.w3c.dom.Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((org.w3c.dom.Element) nodes.item(i));
    }
    return found;
  }
}
