package io.github.vitlora.descriptor;

/**
 * A place in a descriptor.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param attribute name of the attribute that stands there; empty for an element
 */
record Place(int line, int column, String attribute) {

  static Place of(int line, int column) {
    return new Place(line, column, "");
  }
}
