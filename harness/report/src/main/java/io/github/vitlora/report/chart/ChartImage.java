package io.github.vitlora.report.chart;

import java.awt.AWTError;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Holds a chart as an image, or the reason why there is none.
 *
 * @param title what it shows
 * @param png its bytes, at twice the chart's size so that it is sharp on dense screens
 * @param absence a sentence to show in its place, empty if it is there
 */
public record ChartImage(String title, Optional<byte[]> png, String absence) {

  private static final int SCALE = 2;
  private static final int COLORS = 256;

  /**
   * Paints a chart. A machine without fonts cannot: Java then fails in one of several ways, some of
   * them errors rather than exceptions, and a report without charts is still a report.
   */
  static ChartImage paint(String title, Supplier<? extends Chart<?, ?>> chart) {
    try {
      return new ChartImage(title, Optional.of(png(chart.get())), "");
    } catch (RuntimeException | IOException | LinkageError | AWTError | InternalError e) {
      return new ChartImage(
          title, Optional.empty(), "The chart \"" + title + "\" could not be drawn here: " + e);
    }
  }

  /** Returns the name of its file. */
  public String file() {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-') + ".png";
  }

  private static byte[] png(Chart<?, ?> chart) throws IOException {
    int width = chart.getWidth();
    int height = chart.getHeight();
    BufferedImage image =
        new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.scale(SCALE, SCALE);
      chart.paint(graphics, width, height);
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(reduced(image), "png", bytes)) {
      throw new IOException("this Java writes no PNG");
    }
    return bytes.toByteArray();
  }

  /**
   * Reduces a picture to 256 colours at most, which makes it small: charts have few colours, and a
   * page carries dozens of charts. Close colours are merged as far as that takes.
   */
  static BufferedImage reduced(BufferedImage image) {
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

  /** Gives each colour an index; white stays white when low bits are dropped. */
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
