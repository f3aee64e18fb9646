package io.github.vitlora.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A small data set that can be learnt: each class is a shape and a colour on a noisy ground. */
public final class Drawings {
  private static final int SIDE = 40;
  private static final String[] CLASSES = {"disc", "square", "stripe"};

  private Drawings() {}

  /**
   * Draws the splits {@code train} and {@code val}.
   *
   * @return {@code root}
   */
  public static Path draw(Path root, int trainPerClass, int testPerClass) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (int label = 0; label < CLASSES.length; label++) {
      for (int i = 0; i < trainPerClass; i++) {
        write(root.resolve("train"), label, i, random);
      }
      for (int i = 0; i < testPerClass; i++) {
        write(root.resolve("val"), label, i, random);
      }
    }
    return root;
  }

  private static void write(Path split, int label, int index, SplittableRandom random)
      throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, random.nextInt(0x606060));
      }
    }
    graphics.setColor(new Color(120 + 60 * label, 255 - 60 * label, 90));
    int place = random.nextInt(4, 12);
    switch (label) {
      case 0 -> graphics.fillOval(place, place, 20, 20);
      case 1 -> graphics.fillRect(place, place, 20, 20);
      default -> graphics.fillRect(0, place, SIDE, 8);
    }
    graphics.dispose();
    Path file = split.resolve(CLASSES[label]).resolve(index + ".png");
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
