package io.github.vitlora.learner;

/**
 * What a model made of one image.
 *
 * @param image names it within its data set
 * @param label index of the class that it shows
 * @param predicted index of the most probable class, the first of equals
 * @param probability that the model gives it
 * @param labelProbability that the model gives the class that the image shows
 */
public record ClassifiedImage(
    String image, int label, int predicted, float probability, float labelProbability) {}
