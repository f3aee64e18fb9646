package io.github.vitlora.descriptor;

/**
 * A place in a descriptor.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
record Place(int line, int column) {}
