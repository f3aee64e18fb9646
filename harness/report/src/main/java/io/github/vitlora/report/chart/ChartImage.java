package io.github.vitlora.report.chart;

import java.awt.AWTError;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A chart as an image, or the reason why there is none.
 *
 * @param title what it shows
 * @param png its bytes, at twice the chart's size so that it is sharp on dense screens
 * @param absence a sentence to show in its place, empty if it is there
 */
public record ChartImage(String title, Optional<byte[]> png, String absence) {

  private static final int SCALE = 2;

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

  /** The name of its file. */
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
    if (!ImageIO.write(ColourReduction.reduce(image), "png", bytes)) {
      throw new IOException("this Java writes no PNG");
    }
    return bytes.toByteArray();
  }
}
