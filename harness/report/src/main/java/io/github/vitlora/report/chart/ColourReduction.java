package io.github.vitlora.report.chart;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes charts small: they have few colours, and the page carries dozens of them. */
final class ColourReduction {

  private static final int COLORS = 256;

  private ColourReduction() {}

  /** The same picture with at most 256 colours; close ones are merged as far as that takes. */
  static BufferedImage reduce(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    for (int bits = 0; ; bits++) {
      Map<Integer, Integer> indices = indices(pixels, bits);
      if (indices.size() <= COLORS) {
        return indexed(pixels, width, height, indices, bits);
      }
    }
  }

  /** An index for each colour, white staying white when low bits are dropped. */
  private static Map<Integer, Integer> indices(int[] pixels, int bits) {
    Map<Integer, Integer> indices = new LinkedHashMap<>();
    int before = ~pixels[0];
    for (int pixel : pixels) {
      // Most of a chart is runs of one colour.
      if (pixel != before) {
        indices.putIfAbsent(coarse(pixel, bits), indices.size());
        if (indices.size() > COLORS) {
          return indices;
        }
        before = pixel;
      }
    }
    return indices;
  }

  private static int coarse(int pixel, int bits) {
    int low = (1 << bits) - 1;
    int mask = low << 16 | low << 8 | low;
    return (pixel | mask) & 0xFFFFFF;
  }

  private static BufferedImage indexed(
      int[] pixels, int width, int height, Map<Integer, Integer> indices, int bits) {
    int[] colors = indices.keySet().stream().mapToInt(Integer::intValue).toArray();
    IndexColorModel model =
        new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage reduced =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    int index = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (i == 0 || pixels[i] != pixels[i - 1]) {
        index = indices.get(coarse(pixels[i], bits));
      }
      reduced.getRaster().setSample(i % width, i / width, 0, index);
    }
    return reduced;
  }
}
