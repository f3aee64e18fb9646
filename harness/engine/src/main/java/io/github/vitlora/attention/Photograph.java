package io.github.vitlora.attention;

import io.github.vitlora.transform.ImageTransform;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * A photograph is an image as the network sees it, enlarged to be looked at.
 *
 * @param image square
 */
record Photograph(BufferedImage image) {
  /** Smaller images are enlarged to about this side, by a whole factor. */
  private static final int LEAST_SIDE = 168;

  /** Amounts have this opacity, changes one of their own. */
  static final float AMOUNTS_OPACITY = 0.6f;

  /**
   * Draws a crop.
   *
   * @param crop shape (side, side, channels)
   * @param transform that cropped it
   */
  static Photograph of(byte[] crop, ImageTransform transform) {
    int side = transform.side();
    int channels = transform.channels();
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      int red = crop[channels * i] & 0xff;
      int green = crop[channels * i + (channels - 1) / 2] & 0xff;
      int blue = crop[channels * i + channels - 1] & 0xff;
      image.setRGB(i % side, i / side, red << 16 | green << 8 | blue);
    }
    return new Photograph(enlarged(image, (LEAST_SIDE + side - 1) / side));
  }

  private static BufferedImage enlarged(BufferedImage image, int factor) {
    if (factor == 1) {
      return image;
    }
    int side = factor * image.getWidth();
    BufferedImage larger = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = larger.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(image, 0, 0, side, side, null);
    graphics.dispose();
    return larger;
  }

  int side() {
    return image.getWidth();
  }

  /** Returns the photograph in grey under a map. */
  BufferedImage under(MapPicture map, float opacity) {
    BufferedImage grey = new BufferedImage(side(), side(), BufferedImage.TYPE_BYTE_GRAY);
    draw(image, 1, grey);
    BufferedImage both = new BufferedImage(side(), side(), BufferedImage.TYPE_INT_RGB);
    draw(grey, 1, both);
    draw(map.image(), opacity, both);
    return both;
  }

  private static void draw(BufferedImage picture, float opacity, BufferedImage on) {
    Graphics2D graphics = on.createGraphics();
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, opacity));
    graphics.drawImage(picture, 0, 0, null);
    graphics.dispose();
  }
}
