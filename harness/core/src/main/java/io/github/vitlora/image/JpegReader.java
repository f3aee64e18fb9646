package io.github.vitlora.image;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads a JPEG. Samples are fetched before any colour conversion: Java's own would take grey for
 * linear light and brighten it, and apply profiles.
 */
final class JpegReader implements FormatReader {
  private static final int CHANNELS = 3;

  private final JpegHeader header;
  private final ImageReader reader;
  private final int width;
  private final int height;
  private boolean cutOff;
  private String damage;

  JpegReader(byte[] file) throws IOException {
    header =
        JpegHeader.parse(file).orElseThrow(() -> new IIOException("it has no JPEG frame header"));
    if (header.components() == 2 || header.components() > 4) {
      throw new IIOException("a JPEG of " + header.components() + " components is not understood");
    }
    ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
    reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    reader.addIIOReadWarningListener((source, warning) -> note(warning));
    reader.setInput(in, false, true);
    width = reader.getWidth(0);
    height = reader.getHeight(0);
  }

  /** The readers only warn of a file that ends too early, and fill the rest with grey. */
  private void note(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("truncated")) {
      cutOff = true;
    } else if (text.startsWith("corrupt jpeg data") && !text.contains("extraneous")) {
      damage = warning;
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public String mode() {
    return switch (header.components()) {
      case 1 -> "L";
      case 3 -> "RGB";
      default -> "CMYK";
    };
  }

  @Override
  public int bytesPerPixel() {
    return header.components();
  }

  @Override
  public boolean readsStrips() {
    return true;
  }

  @Override
  public byte[] read(int rows) throws IOException {
    byte[] pixels = new byte[CHANNELS * width * height];
    int bands = header.components();
    int[] row = new int[bands * width];
    for (int top = 0; top < height; top += rows) {
      Raster raster = raster(top, Math.min(rows, height - top));
      if (raster.getNumBands() != bands) {
        throw new IIOException(
            "a JPEG of " + raster.getNumBands() + " components is not understood");
      }
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
        convert(row, pixels, CHANNELS * width * (top + y));
      }
    }
    if (cutOff) {
      throw new EOFException("its end marker is missing");
    }
    return pixels;
  }

  private Raster raster(int top, int rows) throws IOException {
    if (rows == height) {
      return reader.readRaster(0, null);
    }
    ImageReadParam strip = reader.getDefaultReadParam();
    strip.setSourceRegion(new Rectangle(0, top, width, rows));
    return reader.readRaster(0, strip);
  }

  private void convert(int[] row, byte[] pixels, int to) {
    int bands = header.components();
    for (int x = 0; x < width; x++) {
      int from = bands * x;
      int at = to + CHANNELS * x;
      if (header.ycc()) {
        YccToRgb.convert(row, from);
      }
      if (bands == CHANNELS) {
        pixels[at] = (byte) row[from];
        pixels[at + 1] = (byte) row[from + 1];
        pixels[at + 2] = (byte) row[from + 2];
      } else if (bands == 1) {
        pixels[at] = (byte) row[from];
        pixels[at + 1] = (byte) row[from];
        pixels[at + 2] = (byte) row[from];
      } else {
        for (int i = 0; i < CHANNELS; i++) {
          // PIL takes every CMYK JPEG to store inks inverted, as Adobe's programs do; libjpeg turns
          // YCCK into CMYK by inverting, which PIL inverts once more.
          int ink = header.ycc() ? row[from + i] : 255 - row[from + i];
          pixels[at + i] = Cmyk.light(ink, row[from + 3]);
        }
      }
    }
  }

  @Override
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  @Override
  public void close() {
    reader.dispose();
  }

  /**
   * Converts colours of the JPEG File Interchange Format in libjpeg's 16-bit fixed point (its
   * jdcolor.c), so that pixels come out as they do in everything that is built on libjpeg.
   */
  private static final class YccToRgb {
    private static final int HALF = 1 << 15;
    private static final int[] CR_TO_RED = new int[256];
    private static final int[] CB_TO_BLUE = new int[256];
    private static final int[] CR_TO_GREEN = new int[256];
    private static final int[] CB_TO_GREEN = new int[256];

    static {
      for (int i = 0; i < 256; i++) {
        int x = i - 128;
        CR_TO_RED[i] = (fixed(1.40200) * x + HALF) >> 16;
        CB_TO_BLUE[i] = (fixed(1.77200) * x + HALF) >> 16;
        CR_TO_GREEN[i] = -fixed(0.71414) * x;
        CB_TO_GREEN[i] = -fixed(0.34414) * x + HALF;
      }
    }

    private YccToRgb() {}

    /** Converts the three samples at an offset in place. */
    static void convert(int[] samples, int at) {
      int y = samples[at];
      int cb = samples[at + 1];
      int cr = samples[at + 2];
      samples[at] = clamp(y + CR_TO_RED[cr]);
      samples[at + 1] = clamp(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> 16));
      samples[at + 2] = clamp(y + CB_TO_BLUE[cb]);
    }

    private static int fixed(double factor) {
      return (int) (factor * (1 << 16) + 0.5);
    }

    private static int clamp(int value) {
      return Math.max(0, Math.min(255, value));
    }
  }
}
