package io.github.vitlora.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds an element as it stands in a descriptor, and where each piece of it is. */
final class Node {
  /**
   * Holds an attribute that a start tag spells out.
   *
   * @param value its properties replaced, its space as it stands
   * @param place where its name begins
   * @param isResolved whether all its properties are set; the value means nothing otherwise
   */
  record Attribute(String value, Place place, boolean isResolved) {}

  private final String namespace;
  private final String name;
  private final Place place;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final List<Node> children = new ArrayList<>();
  private StringBuilder text;
  private boolean whole;

  /**
   * Starts an element.
   *
   * @param namespace empty for none
   * @param name without prefix
   * @param place where its {@code <} is
   */
  Node(String namespace, String name, Place place) {
    this.namespace = namespace;
    this.name = name;
    this.place = place;
  }

  void add(String attribute, Attribute value) {
    attributes.put(attribute, value);
  }

  void add(Node child) {
    children.add(child);
  }

  void addText(char[] characters, int start, int length) {
    if (text == null) {
      text = new StringBuilder(length);
    }
    text.append(characters, start, length);
  }

  /** Notes that its end tag has been read. */
  void end() {
    whole = true;
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  /** Returns the attributes by their names with prefix, in the order of the tag. */
  Map<String, Attribute> attributes() {
    return attributes;
  }

  List<Node> children() {
    return children;
  }

  /** Returns what stands directly in it beside elements. */
  String text() {
    return text == null ? "" : text.toString();
  }

  /** Returns whether its end tag has been read; without it, nothing can be said to be missing. */
  boolean isWhole() {
    return whole;
  }

  /**
   * Points to a place in a descriptor.
   *
   * @param line counted from 1
   * @param column counted from 1
   */
  record Place(int line, int column) {}
}
