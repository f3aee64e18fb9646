package io.github.vitlora.dataset;

/**
 * Says what is wrong with a file of a data set.
 *
 * @param file its name within the data set
 * @param what in words
 */
public record Finding(String file, String what) {}
