package io.github.vitlora.descriptor;

import java.util.Map;

/**
 * A start tag as it stands in the descriptor.
 *
 * @param namespace of the element, empty for none
 * @param name of the element, without prefix
 * @param start where its {@code <} is
 * @param attributes where each attribute is that the tag spells out
 */
record Tag(String namespace, String name, Place start, Map<String, Place> attributes) {

  /** Where to point for an attribute: at the tag if the attribute comes from a default. */
  Place placeOf(String attribute) {
    return attributes.getOrDefault(attribute, start);
  }
}
