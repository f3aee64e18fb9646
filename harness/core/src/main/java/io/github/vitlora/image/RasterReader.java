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
import java.nio.ByteBuffer;
import java.util.Arrays;
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

  /** Black and white, each opaque, added. */
  private static final int TWO_TONE = 0xff000000 + 0xffffffff;

  private static final int PNG_SIGNATURE = 8;

  /** Length, type and checksum. */
  private static final int PNG_CHUNK = 12;

  private static final int SEPARATED = 5;
  private static final int JPEG_COMPRESSION = 7;

  private final ImageReader reader;
  private final int[] colours;
  private final ImageTypeSpecifier type;
  private final int width;
  private final int height;
  private boolean cutOff;

  /** Reads the header of a file of that format. */
  static RasterReader of(ImageFormat format, byte[] file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
    if (format != ImageFormat.TIFF) {
      return new RasterReader(reader, format == ImageFormat.PNG ? pixelsOf(file) : file);
    }
    TiffDirectory directory = TiffDirectory.of(file);
    if (directory.number(TiffDirectory.PHOTOMETRIC, 0) == SEPARATED
        && directory.number(TiffDirectory.COMPRESSION, 1) == JPEG_COMPRESSION) {
      throw new IIOException("a TIFF of inks that are packed as a JPEG is not understood");
    }
    if (directory.exceeds(TiffDirectory.STRIP_BYTES, file.length)
        || directory.exceeds(TiffDirectory.TILE_BYTES, file.length)) {
      // Java's reader would take as much memory before it sees that there is less.
      throw new EOFException();
    }
    return new RasterReader(reader, file, directory.shorts(TiffDirectory.COLOUR_MAP));
  }

  /**
   * Returns a PNG without what is none of its pixels: Java's reader refuses an image for a text or
   * profile that is not in order.
   */
  private static byte[] pixelsOf(byte[] png) {
    byte[] kept = png.clone();
    int to = PNG_SIGNATURE;
    int at = PNG_SIGNATURE;
    while (png.length - at >= PNG_CHUNK) {
      int length = ByteBuffer.wrap(png, at, 4).getInt();
      if (length < 0 || length > png.length - at - PNG_CHUNK) {
        break;
      }
      // A capital letter says that nobody can do without the chunk.
      if (Character.isUpperCase(png[at + 4])) {
        System.arraycopy(png, at, kept, to, PNG_CHUNK + length);
        to += PNG_CHUNK + length;
      }
      at += PNG_CHUNK + length;
    }
    System.arraycopy(png, at, kept, to, png.length - at);
    return Arrays.copyOf(kept, to + png.length - at);
  }

  /**
   * Reads the header of a file.
   *
   * @param colours a TIFF's: the red of all, then the green and the blue, each of 16 bits; none
   *     where the reader knows the palette
   */
  RasterReader(ImageReader reader, byte[] file, int... colours) throws IOException {
    this.reader = reader;
    this.colours = colours;
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
    ColorModel model = type.getColorModel();
    if (model instanceof IndexColorModel palette) {
      boolean bitmap =
          palette.getMapSize() == 2 && palette.getRGB(0) + palette.getRGB(1) == TWO_TONE;
      return bitmap ? "1" : "P";
    }
    int bands = model.getNumComponents();
    if (bands == 1) {
      int bits = model.getComponentSize(0);
      return bits == 1 ? "1" : bits == 16 ? "I;16" : "L";
    }
    return bands == 2 ? "LA" : bands == CHANNELS ? "RGB" : model.hasAlpha() ? "RGBA" : "CMYK";
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

  private void copy(BufferedImage image, byte[] pixels, int to) throws IOException {
    if (image.getColorModel() instanceof ComponentColorModel model) {
      copySamples(image.getRaster(), model, pixels, to);
      return;
    }
    if (image.getColorModel() instanceof IndexColorModel && colours.length > 0) {
      copyColours(image.getRaster(), pixels, to);
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

  /** Java would round the colours of a TIFF; PIL keeps their upper byte. */
  private void copyColours(Raster raster, byte[] pixels, int to) throws IOException {
    int count = colours.length / CHANNELS;
    int[] row = new int[raster.getWidth()];
    int at = to;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
      for (int index : row) {
        if (index >= count) {
          throw new IIOException("a pixel has the colour %d of %d".formatted(index, count));
        }
        for (int i = 0; i < CHANNELS; i++) {
          pixels[at++] = (byte) (colours[i * count + index] >> 8);
        }
      }
    }
  }

  private static void copySamples(Raster raster, ComponentColorModel model, byte[] pixels, int to)
      throws IOException {
    int bits = model.getComponentSize(0);
    if (bits != 8 && bits != 16) {
      throw new IIOException(bits + " bits a sample are not understood");
    }
    int bands = raster.getNumBands();
    boolean inks = model.getNumColorComponents() == 4;
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
