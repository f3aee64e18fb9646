package io.github.vitlora.data;

import java.nio.file.Path;

/**
 * An image and what it shows.
 *
 * @param file the image
 * @param label index of its class among the sorted class names, from 0
 */
public record LabelledImage(Path file, int label) {}
