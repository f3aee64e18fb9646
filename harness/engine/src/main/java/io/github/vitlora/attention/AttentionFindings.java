package io.github.vitlora.attention;

import java.util.List;
import java.util.Map;

/**
 * What trained models look at.
 *
 * @param figures of the pretrained model and every trial
 * @param images the pictured ones
 * @param sheets of the pictured trials by their id: a picture with a row an image
 */
public record AttentionFindings(
    List<ModelFigures> figures, List<PicturedImage> images, Map<String, String> sheets) {
  /** Copies the collections. */
  public AttentionFindings {
    figures = List.copyOf(figures);
    images = List.copyOf(images);
  }
}
