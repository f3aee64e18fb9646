package io.github.vitlora.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
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
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads what Java's readers give as samples: PNG, BMP and TIFF. Samples are taken as they are
 * stored, without profiles; alpha is dropped, grey is repeated, of 16-bit samples the upper byte is
 * kept.
 */
final class RasterReader implements FormatReader {
  private static final int CHANNELS = 3;

  private final ImageReader reader;
  private final ImageTypeSpecifier type;
  private final int width;
  private final int height;
  private boolean cutOff;

  /** Reads the header of a file of that format. */
  static RasterReader of(ImageFormat format, byte[] file) throws IOException {
    return new RasterReader(ImageIO.getImageReadersByFormatName(format.name()).next(), file);
  }

  RasterReader(ImageReader reader, byte[] file) throws IOException {
    this.reader = reader;
    ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
    reader.addIIOReadWarningListener(
        (source, warning) ->
            cutOff |=
                warning.toLowerCase(Locale.ROOT).matches("(?s).*(premature end|truncated).*"));
    reader.setInput(in, false, true);
    width = reader.getWidth(0);
    height = reader.getHeight(0);
    type =
        Optional.ofNullable(reader.getRawImageType(0))
            .orElseGet(
                () -> ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_ARGB));
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
    ColorModel colours = type.getColorModel();
    if (colours instanceof IndexColorModel) {
      return "P";
    }
    int bands = colours.getNumComponents();
    if (bands == 1) {
      int bits = colours.getComponentSize(0);
      return bits == 1 ? "1" : bits == 16 ? "I;16" : "L";
    }
    return bands == 2 ? "LA" : bands == CHANNELS ? "RGB" : colours.hasAlpha() ? "RGBA" : "CMYK";
  }

  @Override
  public int bytesPerPixel() {
    return Math.max(1, (type.getColorModel().getPixelSize() + 7) / 8);
  }

  @Override
  public boolean readsStrips() {
    return true;
  }

  @Override
  public byte[] read(int rows) throws IOException {
    byte[] pixels = new byte[CHANNELS * width * height];
    for (int top = 0; top < height; top += rows) {
      ImageReadParam strip = reader.getDefaultReadParam();
      if (rows < height) {
        strip.setSourceRegion(new Rectangle(0, top, width, Math.min(rows, height - top)));
      }
      BufferedImage image = reader.read(0, strip);
      if (image.getWidth() != width || image.getHeight() != Math.min(rows, height - top)) {
        throw new IIOException("its reader gives another size than its header");
      }
      copy(image, pixels, CHANNELS * width * top);
    }
    if (cutOff) {
      throw new EOFException();
    }
    return pixels;
  }

  private static void copy(BufferedImage image, byte[] pixels, int to) throws IOException {
    if (image.getColorModel() instanceof ComponentColorModel colours) {
      copySamples(image.getRaster(), colours, pixels, to);
      return;
    }
    // A palette or packed pixels: already sRGB.
    int[] row = new int[image.getWidth()];
    int at = to;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int colour : row) {
        pixels[at++] = (byte) (colour >> 16);
        pixels[at++] = (byte) (colour >> 8);
        pixels[at++] = (byte) colour;
      }
    }
  }

  private static void copySamples(Raster raster, ComponentColorModel colours, byte[] pixels, int to)
      throws IOException {
    int bits = colours.getComponentSize(0);
    if (bits != 8 && bits != 16) {
      throw new IIOException(bits + " bits a sample are not understood");
    }
    int bands = raster.getNumBands();
    boolean inks = colours.getNumColorComponents() == 4;
    int[] row = new int[bands * raster.getWidth()];
    int at = to;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int from = 0; from < row.length; from += bands) {
        for (int i = 0; i < CHANNELS; i++) {
          int sample = row[from + (bands < CHANNELS ? 0 : i)] >> bits - 8;
          pixels[at++] =
              inks ? Cmyk.light(sample, 255 - (row[from + 3] >> bits - 8)) : (byte) sample;
        }
      }
    }
  }

  @Override
  public void close() {
    reader.dispose();
  }
}
