package io.github.vitlora.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an experiment's models look at: {@code attention.json}, which lies in the folder of its
 * pictures.
 *
 * @param figures of the pretrained model and every trial, over the test images
 * @param images the pictured ones
 * @param sheets by the trials' ids: a picture with a row an image
 */
public record AttentionResults(
    List<AttentionFigures> figures, List<AttentionImage> images, Map<String, String> sheets) {
  /** The file's name. */
  public static final String FILE = "attention.json";

  /** Copies the collections; what is missing in a file is empty. */
  public AttentionResults {
    figures = figures == null ? List.of() : List.copyOf(figures);
    images = images == null ? List.of() : List.copyOf(images);
    // In their order, so that the same results are the same bytes.
    sheets = sheets == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(sheets));
  }
}
