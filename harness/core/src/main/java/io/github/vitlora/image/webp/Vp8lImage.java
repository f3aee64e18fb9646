package io.github.vitlora.image.webp;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.IIOException;

/** Decodes the image that a lossless WebP consists of (RFC 9649, section 3). */
public final class Vp8lImage {
  private static final int CHANNELS = 3;
  private static final int SIGNATURE = 0x2f;
  private static final int OPAQUE = 0xff000000;
  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;
  private static final int MOST_CACHE_BITS = 11;
  private static final int HASH = 0x1e35a7bd;

  /** Distances that are written shortest: rows above in the upper four bits, columns from 8. */
  private static final int[] NEAR = {
    0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37,
    0x39, 0x15, 0x1b, 0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b,
    0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56,
    0x5a, 0x23, 0x2d, 0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e,
    0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e, 0x78, 0x01, 0x77,
    0x79, 0x53, 0x5d, 0x11, 0x1f, 0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b,
    0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e,
    0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70
  };

  private final Vp8lBits in;
  private final int width;
  private final int height;

  /** Undoes what was done to the pixels before they were written. */
  @FunctionalInterface
  private interface Transform {
    int[] undo(int[] pixels);
  }

  /** Reads the header of what lies between two places of the file. */
  public Vp8lImage(byte[] file, int from, int end) throws IOException {
    in = new Vp8lBits(file, from, end);
    if (in.read(8) != SIGNATURE) {
      throw new IIOException("its image has another beginning than a lossless one has");
    }
    width = 1 + in.read(14);
    height = 1 + in.read(14);
    in.read(1);
    if (in.read(3) != 0) {
      throw new IIOException("its image is of a version that is not known");
    }
  }

  /**
   * Decodes the image.
   *
   * @return red, green and blue: shape (height, width, 3)
   */
  public byte[] pixels() throws IOException {
    Deque<Transform> transforms = new ArrayDeque<>();
    int packed = readTransforms(transforms);
    int[] pixels = image(packed, height, true);
    while (!transforms.isEmpty()) {
      pixels = transforms.pop().undo(pixels);
    }
    byte[] rgb = new byte[CHANNELS * width * height];
    int at = 0;
    for (int pixel : pixels) {
      rgb[at++] = (byte) (pixel >> 16);
      rgb[at++] = (byte) (pixel >> 8);
      rgb[at++] = (byte) pixel;
    }
    return rgb;
  }

  /** Returns the width of what is written, of which several pixels may be one. */
  private int readTransforms(Deque<Transform> transforms) throws IOException {
    Set<Integer> seen = new HashSet<>();
    int across = width;
    while (in.read(1) == 1) {
      int kind = in.read(2);
      if (!seen.add(kind)) {
        throw new IIOException("its pixels are transformed twice in the same way");
      }
      int columns = across;
      switch (kind) {
        case 0, 1 -> {
          int bits = in.read(3) + 2;
          int[] blocks = image(blocks(columns, bits), blocks(height, bits), false);
          transforms.push(
              kind == 0
                  ? pixels -> predicted(pixels, columns, blocks, bits)
                  : pixels -> coloured(pixels, columns, blocks, bits));
        }
        case 2 -> transforms.push(Vp8lImage::greenAdded);
        default -> {
          int colours = in.read(8) + 1;
          int[] read = image(colours, 1, false);
          int[] palette = new int[LITERALS];
          for (int i = 0; i < colours; i++) {
            palette[i] = i == 0 ? read[i] : sum(read[i], palette[i - 1]);
          }
          int bits = colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3;
          transforms.push(pixels -> indexed(pixels, columns, palette, bits));
          across = blocks(columns, bits);
        }
      }
    }
    return across;
  }

  private static int blocks(int length, int bits) {
    return length + (1 << bits) - 1 >> bits;
  }

  /** Reads pixels, each of alpha, red, green and blue. */
  private int[] image(int across, int down, boolean whole) throws IOException {
    int cacheBits = 0;
    if (in.read(1) == 1) {
      cacheBits = in.read(4);
      if (cacheBits < 1 || cacheBits > MOST_CACHE_BITS) {
        throw new IIOException("its cache of colours has another size than there is");
      }
    }
    int bits = 0;
    int[] groupOf = {0};
    int groups = 1;
    if (whole && in.read(1) == 1) {
      bits = in.read(3) + 2;
      groupOf = image(blocks(across, bits), blocks(down, bits), false);
      for (int i = 0; i < groupOf.length; i++) {
        groupOf[i] = groupOf[i] >> 8 & 0xffff;
        groups = Math.max(groups, groupOf[i] + 1);
      }
    }
    Vp8lCode[][] codes = new Vp8lCode[groups][];
    for (int i = 0; i < groups; i++) {
      codes[i] =
          new Vp8lCode[] {
            Vp8lCode.read(in, LITERALS + LENGTHS + (cacheBits > 0 ? 1 << cacheBits : 0)),
            Vp8lCode.read(in, LITERALS),
            Vp8lCode.read(in, LITERALS),
            Vp8lCode.read(in, LITERALS),
            Vp8lCode.read(in, DISTANCES)
          };
    }
    int[] pixels = new int[Math.multiplyExact(across, down)];
    int[] cache = new int[cacheBits > 0 ? 1 << cacheBits : 0];
    int groupsAcross = blocks(across, bits);
    int at = 0;
    while (at < pixels.length) {
      int x = at % across;
      int y = at / across;
      Vp8lCode[] group =
          codes[
              groupOf.length == 1 ? groupOf[0] : groupOf[(y >> bits) * groupsAcross + (x >> bits)]];
      int green = group[0].symbol(in);
      int count = 1;
      if (green < LITERALS) {
        int red = group[1].symbol(in);
        int blue = group[2].symbol(in);
        pixels[at] = group[3].symbol(in) << 24 | red << 16 | green << 8 | blue;
      } else if (green < LITERALS + LENGTHS) {
        count = number(green - LITERALS);
        int distance = distance(number(group[4].symbol(in)), across);
        if (distance > at || count > pixels.length - at) {
          throw new IIOException("its data refer to pixels that are not there");
        }
        for (int i = at; i < at + count; i++) {
          pixels[i] = pixels[i - distance];
        }
      } else {
        pixels[at] = cache[green - LITERALS - LENGTHS];
      }
      for (int i = at; cacheBits > 0 && i < at + count; i++) {
        cache[HASH * pixels[i] >>> 32 - cacheBits] = pixels[i];
      }
      at += count;
      if (in.isExhausted()) {
        throw new EOFException();
      }
    }
    return pixels;
  }

  private int number(int symbol) {
    if (symbol < 4) {
      return symbol + 1;
    }
    int extra = symbol - 2 >> 1;
    return ((2 + (symbol & 1)) << extra) + in.read(extra) + 1;
  }

  private static int distance(int code, int across) {
    if (code > NEAR.length) {
      return code - NEAR.length;
    }
    int near = NEAR[code - 1];
    return Math.max(1, (near >> 4) * across + 8 - (near & 15));
  }

  private static int[] greenAdded(int[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      int green = pixels[i] >> 8 & 0xff;
      pixels[i] = sum(pixels[i], green << 16 | green);
    }
    return pixels;
  }

  private static int[] coloured(int[] pixels, int across, int[] blocks, int bits) {
    int blocksAcross = blocks(across, bits);
    for (int i = 0; i < pixels.length; i++) {
      int how = blocks[(i / across >> bits) * blocksAcross + (i % across >> bits)];
      int pixel = pixels[i];
      int red = (pixel >> 16) + product(how, pixel >> 8) & 0xff;
      int blue = pixel + product(how >> 8, pixel >> 8) + product(how >> 16, red) & 0xff;
      pixels[i] = pixel & 0xff00ff00 | red << 16 | blue;
    }
    return pixels;
  }

  private static int product(int factor, int colour) {
    return (byte) factor * (byte) colour >> 5;
  }

  private static int[] indexed(int[] pixels, int across, int[] palette, int bits) {
    if (bits == 0) {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = palette[pixels[i] >> 8 & 0xff];
      }
      return pixels;
    }
    int packed = blocks(across, bits);
    int down = pixels.length / packed;
    int each = 8 >> bits;
    int[] all = new int[across * down];
    for (int i = 0; i < all.length; i++) {
      int x = i % across;
      int group = pixels[i / across * packed + (x >> bits)] >> 8 & 0xff;
      int place = (x & (1 << bits) - 1) * each;
      all[i] = palette[group >> place & (1 << each) - 1];
    }
    return all;
  }

  private static int[] predicted(int[] pixels, int across, int[] blocks, int bits) {
    int blocksAcross = blocks(across, bits);
    for (int i = 0; i < pixels.length; i++) {
      int x = i % across;
      int y = i / across;
      int prediction;
      if (y == 0) {
        prediction = x == 0 ? OPAQUE : pixels[i - 1];
      } else if (x == 0) {
        prediction = pixels[i - across];
      } else {
        int mode = blocks[(y >> bits) * blocksAcross + (x >> bits)] >> 8 & 15;
        prediction = prediction(mode, pixels, i, across);
      }
      pixels[i] = sum(pixels[i], prediction);
    }
    return pixels;
  }

  private static int prediction(int mode, int[] pixels, int i, int across) {
    int left = pixels[i - 1];
    int top = pixels[i - across];
    int topLeft = pixels[i - across - 1];
    // Of the last column the first of its own row.
    int topRight = pixels[i - across + 1];
    return switch (mode) {
      case 1 -> left;
      case 2 -> top;
      case 3 -> topRight;
      case 4 -> topLeft;
      case 5 -> mean(mean(left, topRight), top);
      case 6 -> mean(left, topLeft);
      case 7 -> mean(left, top);
      case 8 -> mean(topLeft, top);
      case 9 -> mean(top, topRight);
      case 10 -> mean(mean(left, topLeft), mean(top, topRight));
      case 11 -> selected(top, left, topLeft);
      case 12 -> gradient(left, top, topLeft);
      case 13 -> halfGradient(mean(left, top), topLeft);
      default -> OPAQUE;
    };
  }

  private static int mean(int one, int other) {
    return (((one ^ other) & 0xfefefefe) >>> 1) + (one & other);
  }

  /** Takes the one that changes less to the other side of the corner. */
  private static int selected(int top, int left, int corner) {
    int difference = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int from = corner >> shift & 0xff;
      difference +=
          Math.abs((left >> shift & 0xff) - from) - Math.abs((top >> shift & 0xff) - from);
    }
    return difference <= 0 ? top : left;
  }

  private static int gradient(int left, int top, int corner) {
    int sum = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = (left >> shift & 0xff) + (top >> shift & 0xff) - (corner >> shift & 0xff);
      sum |= clip(value) << shift;
    }
    return sum;
  }

  private static int halfGradient(int mean, int corner) {
    int sum = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = mean >> shift & 0xff;
      sum |= clip(value + (value - (corner >> shift & 0xff)) / 2) << shift;
    }
    return sum;
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /** Adds each of the four components, without what is beyond it. */
  private static int sum(int one, int other) {
    int greens = (one & 0xff00ff00) + (other & 0xff00ff00);
    int rest = (one & 0x00ff00ff) + (other & 0x00ff00ff);
    return greens & 0xff00ff00 | rest & 0x00ff00ff;
  }
}
