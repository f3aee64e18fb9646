package io.github.vitlora.testing;

import io.github.vitlora.image.DecodedImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Draws what the tests look at. */
public final class TestImages {

  private TestImages() {}

  /** Bytes of a linear congruential generator, as the script that asked PIL drew them. */
  public static DecodedImage noise(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    int state = width * height;
    for (int i = 0; i < pixels.length; i++) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      pixels[i] = (byte) (state >> 16);
    }
    return new DecodedImage(width, height, 3, pixels);
  }

  /** Writes a gradient; the file's extension tells its format. */
  public static Path draw(Path file, int width, int height, int blue) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | blue);
      }
    }
    return write(file, image);
  }

  public static Path write(Path file, BufferedImage image) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    try {
      Files.createDirectories(file.getParent());
      if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
        throw new IllegalArgumentException("no writer for " + file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
