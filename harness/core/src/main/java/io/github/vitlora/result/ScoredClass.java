package io.github.vitlora.result;

/**
 * One class that an image may show.
 *
 * @param name name of the class
 * @param index its label
 * @param probability softmax over all classes
 * @param logit what the network gave, before the softmax
 */
public record ScoredClass(String name, int index, double probability, double logit) {}
