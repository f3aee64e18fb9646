package io.github.vitlora.attention;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the maps of one image by one model, {@code (P)} each.
 *
 * @param views by name, in the order in which they are shown: {@value #AVERAGE}, {@value #ROLLOUT},
 *     and {@code head 1} and so on
 */
record ImageMaps(Map<String, double[]> views) {
  /** This view is the last block's class-token attention, averaged over the heads. */
  static final String AVERAGE = "average";

  /** This view is the attention rollout through all blocks. */
  static final String ROLLOUT = "rollout";

  static ImageMaps of(ImageAttention attention) {
    Map<String, double[]> views = new LinkedHashMap<>();
    views.put(AVERAGE, ImageAttention.map(attention.average()));
    views.put(ROLLOUT, ImageAttention.map(attention.rollout().orElseThrow()));
    for (int head = 0; head < attention.classToken().length; head++) {
      views.put("head " + (head + 1), ImageAttention.map(attention.classToken()[head]));
    }
    return new ImageMaps(views);
  }

  /** Returns how a view {@code (P)} differs from another model's of the same image. */
  double[] change(String view, ImageMaps from) {
    double[] before = from.views.get(view);
    double[] change = views.get(view).clone();
    for (int i = 0; i < change.length; i++) {
      change[i] -= before[i];
    }
    return change;
  }
}
