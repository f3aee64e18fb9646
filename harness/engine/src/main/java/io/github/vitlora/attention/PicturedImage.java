package io.github.vitlora.attention;

import java.util.List;
import java.util.Optional;

/**
 * An image and the pictures of its maps; files are given by their names within the pictures'
 * folder.
 *
 * @param name of the image
 * @param className what it shows, where that is known
 * @param photograph the image as the network sees it
 * @param sheet all pictures side by side, a row a model
 * @param views what there is a map of, and how it is coloured
 * @param maps of every model and view
 */
public record PicturedImage(
    String name,
    Optional<String> className,
    String photograph,
    String sheet,
    List<View> views,
    List<MapFile> maps) {
  /** Copies the lists. */
  public PicturedImage {
    views = List.copyOf(views);
    maps = List.copyOf(maps);
  }

  /**
   * A way to look at the attention; its colours mean the same for all models.
   *
   * @param name average, rollout, or head and a number
   * @param most share of the attention to the patches that has the last colour
   * @param mostChange change of that share that has the last colour
   */
  public record View(String name, double most, double mostChange) {}

  /**
   * A map to be laid over the photograph.
   *
   * @param model id of its trial, or {@link ModelFigures#PRETRAINED}
   * @param view name of the view
   * @param amounts picture of the shares
   * @param changes picture of what differs from the pretrained model; absent for that model itself
   */
  public record MapFile(String model, String view, String amounts, Optional<String> changes) {}
}
