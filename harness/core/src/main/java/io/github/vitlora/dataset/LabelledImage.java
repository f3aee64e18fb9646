package io.github.vitlora.dataset;

/**
 * Pairs an image with the class that it shows.
 *
 * @param image where it lies
 * @param label index of its class among the data set's class names, from 0
 */
public record LabelledImage(StoredImage image, int label) {}
