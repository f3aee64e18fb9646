package io.github.vitlora.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads a JPEG, PNG, BMP or GIF (its first frame) as Python's {@code
 * PIL.Image.open(file).convert("RGB")} does: stored samples are taken as they are, alpha is
 * dropped, grey is repeated, of 16-bit samples the upper byte is kept. Neither colour profiles nor
 * EXIF orientation are applied.
 *
 * <p>Java's own conversion would do otherwise: it takes grey for linear light and brightens it, and
 * applies profiles. JPEG samples are therefore fetched before any colour conversion.
 */
public final class ImageDecoder {
  /** The size beyond which PIL refuses an image as a decompression bomb. */
  private static final long MOST_PIXELS = 178_956_970;

  /** Stored samples and red, green and blue: three bytes each. */
  private static final int BYTES_PER_PIXEL = 6;

  static {
    // Otherwise every image would be written to a temporary file first.
    ImageIO.setUseCache(false);
  }

  private static final int CHANNELS = 3;

  private ImageDecoder() {}

  /**
   * Decodes a file.
   *
   * @throws ImageException if it cannot be read, is cut off or damaged, is of another kind, or
   *     would take more than half of Java's heap
   */
  public static DecodedImage decode(Path file) {
    return decode(file, Runtime.getRuntime().maxMemory());
  }

  /**
   * Decodes a file.
   *
   * @param heap bytes of which decoding may take half: an image that exhausts it would end the
   *     process without anyone knowing which it was
   */
  static DecodedImage decode(Path file, long heap) {
    try {
      return decode(file, Files.readAllBytes(file), heap);
    } catch (IOException | RuntimeException e) {
      if (e instanceof ImageException known) {
        throw known;
      }
      String fault = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new ImageException(file, fault, e);
    }
  }

  private static DecodedImage decode(Path file, byte[] bytes, long heap) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new ImageException(file, "it is neither a JPEG, PNG, BMP nor GIF");
      }
      ImageReader reader = readers.next();
      try {
        TruncationListener truncation = new TruncationListener();
        reader.addIIOReadWarningListener(truncation);
        reader.setInput(in, true, true);
        requireFits(file, reader.getWidth(0), reader.getHeight(0), heap);
        DecodedImage image =
            JpegHeader.isJpeg(bytes) ? jpeg(file, bytes, reader) : other(file, reader);
        Optional<String> fault = truncation.fault();
        if (fault.isPresent()) {
          throw new ImageException(file, "it is cut off (" + fault.get() + ")");
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  private static void requireFits(Path file, int width, int height, long heap) {
    long fitting = heap / 2 / BYTES_PER_PIXEL;
    if ((long) width * height > Math.min(fitting, MOST_PIXELS)) {
      String limit =
          fitting < MOST_PIXELS
              ? String.format(
                  Locale.ROOT, "%,d fit half of Java's heap of %,d MiB", fitting, heap >> 20)
              : String.format(Locale.ROOT, "%,d are the most for any image", MOST_PIXELS);
      throw new ImageException(file, width + " x " + height + " pixels are too many: " + limit);
    }
  }

  private static DecodedImage jpeg(Path file, byte[] bytes, ImageReader reader) throws IOException {
    JpegHeader header =
        JpegHeader.parse(bytes)
            .orElseThrow(() -> new ImageException(file, "it has no JPEG frame header"));
    Raster raster = reader.readRaster(0, null);
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (bands != header.components() || bands == 2 || bands > 4) {
      throw new ImageException(file, "a JPEG of " + bands + " components is not understood");
    }
    byte[] samples = samples(raster, bands, 0);
    byte[] pixels = bands == 3 ? samples : new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      if (header.ycc()) {
        YccToRgb.convert(samples, bands * i);
      }
      if (bands == 1) {
        grey(samples[i], pixels, 3 * i);
      } else if (bands == 4) {
        cmyk(samples, 4 * i, header.ycc(), pixels, 3 * i);
      }
    }
    return new DecodedImage(width, height, CHANNELS, pixels);
  }

  private static DecodedImage other(Path file, ImageReader reader) throws IOException {
    BufferedImage image = reader.read(0);
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] pixels = new byte[3 * width * height];
    if (!(image.getColorModel() instanceof ComponentColorModel)) {
      // A palette or packed pixels: already sRGB.
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
          int at = 3 * (y * width + x);
          pixels[at] = (byte) (row[x] >> 16);
          pixels[at + 1] = (byte) (row[x] >> 8);
          pixels[at + 2] = (byte) row[x];
        }
      }
      return new DecodedImage(width, height, CHANNELS, pixels);
    }
    int bits = image.getColorModel().getComponentSize(0);
    if (bits != 8 && bits != 16) {
      throw new ImageException(file, bits + " bits a sample are not understood");
    }
    int bands = raster.getNumBands();
    byte[] samples = samples(raster, bands, bits - 8);
    for (int i = 0; i < width * height; i++) {
      if (bands < 3) {
        grey(samples[bands * i], pixels, 3 * i);
      } else {
        System.arraycopy(samples, bands * i, pixels, 3 * i, 3);
      }
    }
    return new DecodedImage(width, height, CHANNELS, pixels);
  }

  /** The raster's samples interleaved, each shifted to eight bits. */
  private static byte[] samples(Raster raster, int bands, int shift) {
    int width = raster.getWidth();
    byte[] samples = new byte[Math.multiplyExact(bands * width, raster.getHeight())];
    int[] row = new int[bands * width];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int sample : row) {
        samples[at++] = (byte) (sample >> shift);
      }
    }
    return samples;
  }

  private static void grey(byte value, byte[] pixels, int at) {
    pixels[at] = value;
    pixels[at + 1] = value;
    pixels[at + 2] = value;
  }

  /**
   * PIL's conversion. It takes every CMYK JPEG to store inks inverted, as Adobe's programs do; the
   * luminance form has been turned into red, green and blue before, which are inverted inks.
   */
  private static void cmyk(byte[] samples, int from, boolean ycck, byte[] pixels, int to) {
    int notBlack = samples[from + 3] & 0xff;
    for (int i = 0; i < 3; i++) {
      int stored = samples[from + i] & 0xff;
      // libjpeg turns YCCK into CMYK by inverting, PIL inverts once more.
      int ink = ycck ? stored : 255 - stored;
      int product = notBlack * ink + 128;
      int covered = (product + (product >> 8)) >> 8;
      pixels[to + i] = (byte) Math.max(0, notBlack - covered);
    }
  }

  /** The readers only warn when a file ends too early, and fill the rest with grey. */
  private static final class TruncationListener implements IIOReadWarningListener {
    private String message;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      String text = warning.toLowerCase(Locale.ROOT);
      if (text.contains("premature end") || text.contains("truncated")) {
        message = warning;
      }
    }

    Optional<String> fault() {
      return Optional.ofNullable(message);
    }
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
    static void convert(byte[] samples, int at) {
      int y = samples[at] & 0xff;
      int cb = samples[at + 1] & 0xff;
      int cr = samples[at + 2] & 0xff;
      samples[at] = clamp(y + CR_TO_RED[cr]);
      samples[at + 1] = clamp(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> 16));
      samples[at + 2] = clamp(y + CB_TO_BLUE[cb]);
    }

    private static int fixed(double factor) {
      return (int) (factor * (1 << 16) + 0.5);
    }

    private static byte clamp(int value) {
      return (byte) Math.max(0, Math.min(255, value));
    }
  }
}
