package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.Node.Place;
import io.github.vitlora.io.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gives an element's reader the attributes and elements that it asks for; whatever is not asked for
 * is refused. A value is empty where it does not stand there, and where it is not in order, which
 * is noted.
 */
final class Element {
  static final String NAMESPACE = "urn:vitlora:experiment:1";

  /** Whoever has a list wrong throughout knows by then. */
  private static final int MOST_OF_A_LIST = 20;

  /**
   * Notes an attribute that a reader has asked for.
   *
   * @param byDefault the value where it is not given, as it would be written
   */
  record AskedAttribute(AttributeType<?> type, boolean isRequired, Optional<String> byDefault) {}

  /**
   * Notes an element that a reader has asked for.
   *
   * @param element what its own reader asked for; empty but in a {@link #vocabulary}
   */
  record AskedElement(boolean isRequired, boolean isRepeated, Optional<Element> element) {}

  private final Node node;
  private final Problems problems;
  private final boolean asksForEverything;
  private final Map<String, AskedAttribute> attributes = new LinkedHashMap<>();
  private final Map<String, AskedElement> children = new LinkedHashMap<>();
  private boolean holdsText;
  private boolean finished;

  private Element(Node node, Problems problems, boolean asksForEverything) {
    this.node = node;
    this.problems = problems;
    this.asksForEverything = asksForEverything;
  }

  /**
   * Reads a whole descriptor.
   *
   * @param name of the root
   * @return what the reader makes of it; empty where the root is another
   */
  static <T> Optional<T> read(
      Node root, String name, Problems problems, Function<Element, T> reader) {
    if (!root.name().equals(name) || !root.namespace().equals(NAMESPACE)) {
      problems.add(
          root.place(),
          "a descriptor starts with <%s xmlns=\"%s\">, not with <%s>%s"
              .formatted(
                  name,
                  NAMESPACE,
                  root.name(),
                  root.namespace().isEmpty()
                      ? " in no namespace"
                      : " in the namespace " + root.namespace()));
      return Optional.empty();
    }
    return Optional.of(new Element(root, problems, false).read(reader));
  }

  /** Returns all that a reader and those of the elements inside ask for. */
  static Element vocabulary(String name, Function<Element, ?> reader) {
    Element root = new Element(empty(name), new Problems(""), true);
    root.read(reader);
    return root;
  }

  private static Node empty(String name) {
    return new Node(NAMESPACE, name, new Place(1, 1));
  }

  private <T> T read(Function<Element, T> reader) {
    T result = reader.apply(this);
    finish();
    return result;
  }

  String name() {
    return node.name();
  }

  /** Returns whether an attribute stands there, in order or not. */
  boolean has(String attribute) {
    return node.attributes().containsKey(attribute);
  }

  /** Reads an attribute that may be left out. */
  <T> Optional<T> optional(String name, AttributeType<T> type) {
    return value(name, new AskedAttribute(type, false, Optional.empty()), type);
  }

  /**
   * Reads an attribute that may be left out.
   *
   * @param byDefault stands for it then
   */
  <T> Optional<T> optional(String name, AttributeType<T> type, String byDefault) {
    Optional<T> given = value(name, new AskedAttribute(type, false, Optional.of(byDefault)), type);
    return has(name) ? given : type.read(byDefault);
  }

  /** Reads an attribute that must be there. */
  <T> Optional<T> required(String name, AttributeType<T> type) {
    if (!has(name)) {
      refuse(
          "<%s> lacks the attribute %s, which takes %s"
              .formatted(node.name(), name, type.phrase()));
    }
    return value(name, new AskedAttribute(type, true, Optional.empty()), type);
  }

  private <T> Optional<T> value(String name, AskedAttribute asked, AttributeType<T> type) {
    attributes.put(name, asked);
    Node.Attribute given = node.attributes().get(name);
    if (given == null) {
      return Optional.empty();
    }
    Optional<T> value = given.isResolved() ? type.read(given.value()) : Optional.empty();
    if (value.isEmpty() && given.isResolved()) {
      problems.add(given.place(), type.complaint(name, given.value()));
    }
    return value;
  }

  /** Notes what is wrong with the element. */
  void refuse(String problem) {
    problems.add(node.place(), problem);
  }

  /** Notes what is wrong with an attribute: at the element where it only stands by default. */
  void refuse(String attribute, String problem) {
    Node.Attribute given = node.attributes().get(attribute);
    if (given == null) {
      refuse(problem);
    } else if (given.isResolved()) {
      problems.add(given.place(), problem);
    }
  }

  /**
   * Notes what is wrong with some values of a list; not of all, where there are many.
   *
   * @param problem what is wrong with a value
   */
  <T> void refuseEach(String attribute, Collection<T> values, Function<T, String> problem) {
    values.stream().limit(MOST_OF_A_LIST).forEach(value -> refuse(attribute, problem.apply(value)));
  }

  /**
   * Notes which values of a list stand in it more than once.
   *
   * @param problem has {@code %s} where such a value stands
   */
  <T> void refuseRepeated(String attribute, Optional<List<T>> values, String problem) {
    Set<T> seen = new HashSet<>();
    Set<T> repeated = new LinkedHashSet<>();
    values.ifPresent(list -> list.stream().filter(v -> !seen.add(v)).forEach(repeated::add));
    refuseEach(attribute, repeated, problem::formatted);
  }

  /** Returns the text of an element that takes text alone. */
  String text() {
    holdsText = true;
    return AttributeType.collapse(node.text());
  }

  /** Reads an element that may be left out, and stands there once at most. */
  <T> Optional<T> child(String name, Function<Element, T> reader) {
    return child(name, false, reader);
  }

  /** Reads an element that must be there, and once. */
  <T> Optional<T> requiredChild(String name, Function<Element, T> reader) {
    return child(name, true, reader);
  }

  private <T> Optional<T> child(String name, boolean isRequired, Function<Element, T> reader) {
    Optional<Node> found =
        asksForEverything
            ? Optional.of(empty(name))
            : node.children().stream().filter(c -> isCalled(c, name)).findFirst();
    Optional<Element> element = found.map(this::inner);
    Optional<T> result = element.map(e -> e.read(reader));
    children.put(name, new AskedElement(isRequired, false, element.filter(this::isShown)));
    return result;
  }

  /** Reads all elements of any of these names, in the order of the file. */
  <T> List<T> children(Map<String, Function<Element, T>> readers) {
    List<T> results = new ArrayList<>();
    for (String name : readers.keySet()) {
      children.put(name, new AskedElement(false, true, Optional.empty()));
    }
    List<Node> nodes =
        asksForEverything
            ? readers.keySet().stream().map(Element::empty).toList()
            : node.children();
    for (Node child : nodes) {
      Function<Element, T> reader = readers.get(child.name());
      if (reader != null && isCalled(child, child.name()) && !problems.isFull()) {
        Element element = inner(child);
        results.add(element.read(reader));
        children.put(
            child.name(),
            new AskedElement(false, true, Optional.of(element).filter(this::isShown)));
      }
    }
    return results;
  }

  private Element inner(Node child) {
    return new Element(child, problems, asksForEverything);
  }

  private boolean isShown(Element child) {
    return child.asksForEverything;
  }

  private static boolean isCalled(Node node, String name) {
    return node.name().equals(name) && node.namespace().equals(NAMESPACE);
  }

  /** Returns whether no element stands in it, and none has been lost. */
  boolean isEmpty() {
    return node.isWhole() && node.children().isEmpty();
  }

  /** Returns whether it has been read to its end. */
  boolean isWhole() {
    return node.isWhole();
  }

  /**
   * Makes a record of what has been read, once all has been asked for. Nothing is made where
   * anything is wrong in the descriptor so far; what the record itself refuses is wrong with this
   * element.
   */
  <T> Optional<T> build(Supplier<T> record) {
    finish();
    try {
      return problems.isEmpty() ? Optional.of(record.get()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      refuse(e.getMessage());
      return Optional.empty();
    }
  }

  Map<String, AskedAttribute> attributes() {
    return attributes;
  }

  Map<String, AskedElement> children() {
    return children;
  }

  /** Refuses what was not asked for, and the lack of what was. */
  private void finish() {
    if (finished) {
      return;
    }
    finished = true;
    for (String given : node.attributes().keySet()) {
      if (!attributes.containsKey(given)) {
        refuse(given, unknownAttribute(given));
      }
    }
    if (children.isEmpty()) {
      refuseContent();
      return;
    }
    if (!node.text().isBlank()) {
      refuse("<%s> takes no text, only the elements %s".formatted(name(), tags(children.keySet())));
    }
    refuseChildren();
    Set<String> lacking =
        children.keySet().stream()
            .filter(name -> children.get(name).isRequired())
            .filter(name -> node.children().stream().noneMatch(c -> isCalled(c, name)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!lacking.isEmpty() && node.isWhole()) {
      refuse("<%s> lacks %s".formatted(name(), tags(lacking)));
    }
  }

  private void refuseContent() {
    if (holdsText) {
      if (!node.children().isEmpty()) {
        refuse("<%s> takes only text, no elements".formatted(name()));
      }
    } else if (!node.children().isEmpty() || !node.text().isEmpty()) {
      refuse("<%s> must be empty: it takes neither text nor elements".formatted(name()));
    }
  }

  private void refuseChildren() {
    Set<String> seen = new HashSet<>();
    for (Node child : node.children()) {
      if (problems.isFull()) {
        return;
      }
      AskedElement asked = children.get(child.name());
      if (!child.namespace().equals(NAMESPACE)) {
        problems.add(
            child.place(), "<%s> is not in the namespace %s".formatted(child.name(), NAMESPACE));
      } else if (asked == null) {
        problems.add(child.place(), unknownElement(child.name()));
      } else if (!asked.isRepeated() && !seen.add(child.name())) {
        problems.add(
            child.place(), "<%s> stands in <%s> more than once".formatted(child.name(), name()));
      }
    }
  }

  private String unknownAttribute(String attribute) {
    Set<String> allowed = attributes.keySet();
    return allowed.isEmpty()
        ? "<%s> has no attribute %s: it takes none".formatted(name(), attribute)
        : "<%s> has no attribute %s: allowed are %s%s"
            .formatted(
                name(),
                attribute,
                String.join(", ", allowed),
                Suggestions.hint(attribute, allowed));
  }

  private String unknownElement(String child) {
    return "<%s> is not allowed in <%s>: allowed are %s%s"
        .formatted(
            child, name(), tags(children.keySet()), Suggestions.hint(child, children.keySet()));
  }

  private static String tags(Set<String> names) {
    return names.stream().map(n -> "<" + n + ">").collect(Collectors.joining(", "));
  }

  /** Returns the names of the elements that may stand in it, as tags. */
  String allowedTags() {
    return tags(children.keySet());
  }
}
