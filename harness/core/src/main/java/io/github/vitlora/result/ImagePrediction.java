package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a trained network says of an image.
 *
 * @param image the file
 * @param classes the most probable ones, the first first; empty where the image cannot be read
 * @param fault why it cannot be read, where that is so
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ImagePrediction(String image, List<ScoredClass> classes, Optional<String> fault) {
  /** Copies the classes. */
  public ImagePrediction {
    classes = List.copyOf(classes);
  }
}
