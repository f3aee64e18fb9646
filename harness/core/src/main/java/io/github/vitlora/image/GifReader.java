package io.github.vitlora.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads the first frame of a GIF, on the whole canvas: what it leaves free has the transparent
 * colour, or else the first.
 */
final class GifReader implements FormatReader {
  private static final int CHANNELS = 3;
  private static final int HEADER = 13;

  private final byte[] file;
  private final int left;
  private final int top;
  private final int frameWidth;
  private final int frameHeight;
  private final int width;
  private final int height;
  private final int[] palette;
  private int background;
  private boolean cutOff;

  GifReader(byte[] file) throws IOException {
    this.file = file;
    require(HEADER);
    int colours = tableSize(file[10]);
    int at = frame(HEADER + CHANNELS * colours);
    require(at + 10);
    left = little(at + 1);
    top = little(at + 3);
    frameWidth = little(at + 5);
    frameHeight = little(at + 7);
    // A frame that is larger than the canvas makes it larger.
    width = Math.max(little(6), left + frameWidth);
    height = Math.max(little(8), top + frameHeight);
    if (frameWidth == 0 || frameHeight == 0) {
      throw new IIOException("its first frame has no pixel");
    }
    int own = tableSize(file[at + 9]);
    palette = own > 0 ? palette(at + 10, own) : palette(HEADER, colours);
  }

  /** Returns where the first frame begins, passing over what comes before it. */
  private int frame(int from) throws IOException {
    int at = from;
    while (true) {
      require(at + 2);
      int block = file[at] & 0xff;
      if (block == 0x2c) {
        return at;
      }
      if (block != 0x21) {
        throw new IIOException("it has no frame");
      }
      require(at + 8);
      if ((file[at + 1] & 0xff) == 0xf9 && file[at + 2] == 4) {
        background = (file[at + 3] & 1) == 1 ? file[at + 6] & 0xff : 0;
      }
      at += 2;
      while (file[at] != 0) {
        at += 1 + (file[at] & 0xff);
        require(at + 1);
      }
      at++;
    }
  }

  private static int tableSize(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 2 << (flags & 7);
  }

  /** Colours that are not in the table are grey, as in Pillow. */
  private int[] palette(int from, int count) throws IOException {
    require(from + CHANNELS * count);
    int[] colours = new int[256];
    for (int i = 0; i < colours.length; i++) {
      int at = from + CHANNELS * i;
      colours[i] =
          i < count
              ? (file[at] & 0xff) << 16 | (file[at + 1] & 0xff) << 8 | file[at + 2] & 0xff
              : i * 0x10101;
    }
    return colours;
  }

  private void require(int length) throws IOException {
    if (length > file.length) {
      throw new EOFException();
    }
  }

  private int little(int at) {
    return file[at] & 0xff | (file[at + 1] & 0xff) << 8;
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
    return "P";
  }

  @Override
  public int bytesPerPixel() {
    return 1;
  }

  @Override
  public boolean readsStrips() {
    return false;
  }

  @Override
  public byte[] read(int rows) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try {
      reader.addIIOReadWarningListener(
          (source, warning) -> cutOff |= warning.toLowerCase(Locale.ROOT).contains("premature"));
      reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
      Raster frame = reader.read(0).getRaster();
      if (frame.getWidth() != frameWidth || frame.getHeight() != frameHeight) {
        throw new IIOException("its reader gives another size than its header");
      }
      if (cutOff) {
        throw new EOFException();
      }
      return drawn(frame);
    } finally {
      reader.dispose();
    }
  }

  private byte[] drawn(Raster frame) {
    byte[] pixels = new byte[CHANNELS * width * height];
    int[] row = new int[frameWidth];
    int at = 0;
    for (int y = 0; y < height; y++) {
      boolean within = y >= top && y < top + frameHeight;
      if (within) {
        frame.getPixels(0, y - top, frameWidth, 1, row);
      }
      for (int x = 0; x < width; x++) {
        boolean free = !within || x < left || x >= left + frameWidth;
        int colour = palette[free ? background : row[x - left]];
        pixels[at++] = (byte) (colour >> 16);
        pixels[at++] = (byte) (colour >> 8);
        pixels[at++] = (byte) colour;
      }
    }
    return pixels;
  }
}
