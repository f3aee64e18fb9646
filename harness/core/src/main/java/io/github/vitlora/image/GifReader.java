package io.github.vitlora.image;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;

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
  private final boolean interlaced;

  /** Where the frame's packed indices begin. */
  private final int data;

  private int background;

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
    interlaced = (file[at + 9] & 0x40) != 0;
    data = at + 10 + CHANNELS * own;
    palette = own > 0 ? palette(at + 10, own) : palette(HEADER, colours);
  }

  /** Returns where the first frame begins, passing over what comes before it. */
  private int frame(int from) throws IOException {
    int at = from;
    while (true) {
      require(at + 1);
      int block = file[at] & 0xff;
      if (block == 0x2c) {
        return at;
      }
      if (block == 0x3b) {
        throw new IIOException("it has no frame");
      }
      if (block != 0x21) {
        // Pillow passes over what it does not know.
        at++;
        continue;
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

  /** Colours beyond a table are black, and without any table grey, as in Pillow. */
  private int[] palette(int from, int count) throws IOException {
    require(from + CHANNELS * count);
    int[] colours = new int[256];
    for (int i = 0; i < colours.length; i++) {
      int at = from + CHANNELS * i;
      colours[i] =
          i < count
              ? (file[at] & 0xff) << 16 | (file[at + 1] & 0xff) << 8 | file[at + 2] & 0xff
              : count == 0 ? i * 0x10101 : 0;
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
    byte[] frame = new byte[frameWidth * frameHeight];
    new Unpacking(frame).run();
    byte[] pixels = new byte[CHANNELS * width * height];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean within = x >= left && x < left + frameWidth && y >= top && y < top + frameHeight;
        int index = within ? frame[(y - top) * frameWidth + x - left] & 0xff : background;
        pixels[at++] = (byte) (palette[index] >> 16);
        pixels[at++] = (byte) (palette[index] >> 8);
        pixels[at++] = (byte) palette[index];
      }
    }
    return pixels;
  }

  /**
   * Unpacks the frame's indices (LZW with codes of up to 12 bits), as Pillow's GifDecode.c does.
   * Java's reader fills with zeros what a file that was cut off lacks.
   */
  private final class Unpacking {
    private static final int MOST_CODES = 4096;
    private static final int MOST_BITS = 12;
    private static final int NONE = -1;

    private final byte[] to;
    private final int bits;
    private final int[] before = new int[MOST_CODES];
    private final byte[] last = new byte[MOST_CODES];
    private final byte[] string = new byte[MOST_CODES];

    /** Where the next byte is, and the next block begins. */
    private int at;

    private int blockEnd;
    private int buffer;
    private int buffered;
    private int written;

    Unpacking(byte[] to) throws IOException {
      this.to = to;
      require(data + 1);
      bits = file[data] & 0xff;
      if (bits > MOST_BITS) {
        throw new IIOException("its codes are of %d bits".formatted(bits));
      }
      at = data + 1;
      blockEnd = at;
    }

    void run() throws IOException {
      int clear = 1 << bits;
      int size = bits + 1;
      int next = clear + 2;
      int previous = NONE;
      byte first = 0;
      while (written < to.length) {
        int code = code(size);
        if (code == clear) {
          size = bits + 1;
          next = clear + 2;
          previous = NONE;
          continue;
        }
        if (code == clear + 1) {
          throw new EOFException();
        }
        if (code > next || previous == NONE && code > clear) {
          throw new IIOException("its data have a code that means nothing");
        }
        int length = 0;
        int rest = code;
        if (code == next) {
          string[length++] = first;
          rest = previous;
        }
        while (rest >= clear) {
          string[length++] = last[rest];
          rest = before[rest];
        }
        first = (byte) rest;
        string[length++] = first;
        if (previous != NONE && next < MOST_CODES) {
          before[next] = previous;
          last[next] = first;
          next++;
          if (next == 1 << size && size < MOST_BITS) {
            size++;
          }
        }
        previous = code;
        while (length > 0 && written < to.length) {
          put(string[--length]);
        }
      }
    }

    private int code(int size) throws IOException {
      while (buffered < size) {
        while (at == blockEnd) {
          require(at + 1);
          blockEnd = at + 1 + (file[at] & 0xff);
          at++;
          if (at == blockEnd) {
            throw new EOFException();
          }
        }
        require(at + 1);
        buffer |= (file[at++] & 0xff) << buffered;
        buffered += 8;
      }
      int code = buffer & (1 << size) - 1;
      buffer >>>= size;
      buffered -= size;
      return code;
    }

    /** Rows of an interlaced frame come in four passes. */
    private void put(byte index) {
      int row = written / frameWidth;
      int to = row;
      if (interlaced) {
        int eighths = (frameHeight + 7) / 8;
        int quarters = (frameHeight + 3) / 4;
        int halves = (frameHeight + 1) / 2;
        if (row < eighths) {
          to = 8 * row;
        } else if (row < quarters) {
          to = 8 * (row - eighths) + 4;
        } else if (row < halves) {
          to = 4 * (row - quarters) + 2;
        } else {
          to = 2 * (row - halves) + 1;
        }
      }
      this.to[to * frameWidth + written % frameWidth] = index;
      written++;
    }
  }
}
