package io.github.vitlora.result;

import java.util.List;

/**
 * What a trained network says of images, as {@code predictions.json} holds it. Fields are added,
 * never renamed.
 *
 * @param schema {@link #SCHEMA}
 * @param experiment name of the experiment
 * @param trial the trial's id
 * @param images in the order in which they were found
 */
public record Predictions(
    String schema, String experiment, String trial, List<ImagePrediction> images) {

  /** Names the format. */
  public static final String SCHEMA = "vitlora-predictions/1";

  /** What the file that holds them is called. */
  public static final String FILE = "predictions.json";

  /** Copies the list. */
  public Predictions {
    images = List.copyOf(images);
  }
}
