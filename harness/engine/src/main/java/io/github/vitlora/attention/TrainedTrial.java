package io.github.vitlora.attention;

import io.github.vitlora.experiment.Trial;
import java.nio.file.Path;

/**
 * A trial and what came out of it.
 *
 * @param trial that was trained
 * @param weights what it saved: the whole model, or adapters and head
 */
public record TrainedTrial(Trial trial, Path weights) {}
