package io.github.vitlora.attention;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sheet shows pictures in rows and columns, with a heading over each column and a caption over
 * each row.
 *
 * @param headings of the columns
 * @param rows of pictures, as many as there are columns
 * @param side of a picture, in pixels
 */
record Sheet(List<String> headings, List<Row> rows, int side) {
  private static final Logger LOG = LoggerFactory.getLogger(Sheet.class);
  private static final int GAP = 6;
  private static final int LINE = 22;
  private static final int FONT_SIZE = 13;

  /** A row holds pictures under one caption. */
  public record Row(String caption, List<BufferedImage> pictures) {}

  BufferedImage draw() {
    int width = GAP + headings.size() * (side + GAP);
    int height = LINE + rows.size() * (LINE + side + GAP);
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    for (int row = 0; row < rows.size(); row++) {
      int y = LINE + row * (LINE + side + GAP) + LINE;
      List<BufferedImage> pictures = rows.get(row).pictures();
      for (int column = 0; column < pictures.size(); column++) {
        int x = GAP + column * (side + GAP);
        graphics.drawImage(pictures.get(column), x, y, side, side, null);
      }
    }
    write(graphics, width);
    graphics.dispose();
    return sheet;
  }

  /**
   * Writes headings and captions. Without fonts Java fails in one of several ways, some of them
   * errors rather than exceptions; the pictures then have no words.
   */
  private void write(Graphics2D graphics, int width) {
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
      graphics.setColor(new Color(0x59636e));
      for (int column = 0; column < headings.size(); column++) {
        text(graphics, headings.get(column), GAP + column * (side + GAP), 0, side);
      }
      graphics.setColor(new Color(0x1c2126));
      for (int row = 0; row < rows.size(); row++) {
        int y = LINE + row * (LINE + side + GAP);
        text(graphics, rows.get(row).caption(), GAP, y, width - 2 * GAP);
      }
    } catch (RuntimeException | LinkageError | InternalError e) {
      LOG.warn("Pictures have no captions, since this Java cannot write text: {}", e.toString());
    }
  }

  private static void text(Graphics2D graphics, String text, int x, int y, int room) {
    FontMetrics metrics = graphics.getFontMetrics();
    String shown = text;
    while (metrics.stringWidth(shown) > room && shown.length() > 2) {
      shown = shown.substring(0, shown.length() - 2) + "…";
    }
    graphics.drawString(shown, x, y + LINE - 6);
  }
}
