package io.github.vitlora.train;

/**
 * What a trial stored.
 *
 * @param bytes size of the file
 * @param sha256 hash of its bytes, in hexadecimal
 */
public record SavedWeights(long bytes, String sha256) {}
