package io.github.vitlora.experiment;

import java.util.List;

/**
 * Says which test images attention maps are made of. It is no part of a trial: what is looked at
 * after the training changes nothing of it.
 *
 * @param images how many, chosen by the first seed; as many as there are names where there are some
 * @param names of test images, {@code val/n02086240/00001.JPEG} for example; empty to have them
 *     chosen
 */
public record AttentionSpec(int images, List<String> names) {
  /** Bounds the maps, which people look at and one page carries. */
  public static final int MOST = 16;

  /** Copies the names. */
  public AttentionSpec {
    names = List.copyOf(names);
    if (images < 0 || images > MOST || !names.isEmpty() && names.size() != images) {
      throw new IllegalArgumentException(images + " images named " + names);
    }
  }

  /** Asks for so many images, chosen by the first seed. */
  public static AttentionSpec chosen(int images) {
    return new AttentionSpec(images, List.of());
  }

  /** Asks for these images. */
  public static AttentionSpec named(List<String> names) {
    return new AttentionSpec(names.size(), names);
  }
}
