/**
 * Reads experiment descriptors from XML and refuses wrong ones with their place and what is
 * allowed. {@link io.github.vitlora.descriptor.LocatedXml} makes a tree of the text in which every
 * element and attribute has its place; a reader for each element then asks the tree for what it
 * knows, checks it and makes the record.
 */
package io.github.vitlora.descriptor;
