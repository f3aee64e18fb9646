package io.github.vitlora.image;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;

/**
 * Reads portable bitmaps, greymaps and pixmaps (P1 to P6) as Pillow does: samples are brought to
 * the range from 0 to 255 where their maximum is another, rounded to the nearest, half to even. Of
 * grey beyond 255, which is brought to 16 bits, the upper byte is kept.
 */
final class PnmReader implements FormatReader {
  private static final int CHANNELS = 3;
  private static final int DIGITS = 10;

  private final byte[] file;
  private final int kind;
  private final int width;
  private final int height;
  private final int most;
  private int at = 2;

  PnmReader(byte[] file) throws IOException {
    this.file = file;
    kind = file[1] - '0';
    width = number();
    height = number();
    most = isBitmap() ? 1 : number();
    if (width < 1 || height < 1 || most < 1 || most > 65535) {
      throw new IIOException(
          "its header has a size of %d x %d and samples up to %d".formatted(width, height, most));
    }
    // One blank ends the header.
    at++;
  }

  private boolean isBitmap() {
    return kind == 1 || kind == 4;
  }

  private boolean isPlain() {
    return kind <= 3;
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
    return isBitmap() ? "1" : kind % 3 == 0 ? "RGB" : most > 255 ? "I" : "L";
  }

  @Override
  public int bytesPerPixel() {
    return 0;
  }

  @Override
  public boolean readsStrips() {
    return false;
  }

  @Override
  public byte[] read(int rows) throws IOException {
    int samples = kind % 3 == 0 ? CHANNELS : 1;
    if (!isPlain()) {
      long rowBytes = isBitmap() ? (width + 7) / 8 : (long) width * samples * (most > 255 ? 2 : 1);
      if (rowBytes * height > file.length - at) {
        throw new EOFException();
      }
    }
    byte[] pixels = new byte[CHANNELS * width * height];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        byte last = 0;
        for (int i = 0; i < CHANNELS; i++) {
          last = i < samples ? sample(x) : last;
          pixels[to++] = last;
        }
      }
      if (kind == 4) {
        at += (width + 7) / 8;
      }
    }
    return pixels;
  }

  private byte sample(int x) throws IOException {
    if (kind == 4) {
      return (byte) ((file[at + x / 8] >> 7 - x % 8 & 1) == 1 ? 0 : 255);
    }
    if (kind == 1) {
      skipBlanks();
      byte digit = file[at++];
      if (digit != '0' && digit != '1') {
        throw new IIOException("a pixel of a plain bitmap is neither 0 nor 1");
      }
      return (byte) (digit == '1' ? 0 : 255);
    }
    int value = isPlain() ? number() : file[at++] & 0xff;
    if (!isPlain() && most > 255) {
      value = value << 8 | file[at++] & 0xff;
    }
    if (isPlain() && value > most) {
      throw new IIOException("a sample of %d is larger than %d".formatted(value, most));
    }
    return scaled(value);
  }

  private byte scaled(int value) {
    if (most == 255) {
      return (byte) value;
    }
    boolean deep = most > 255 && kind % 3 != 0;
    int range = deep ? 65535 : 255;
    int scaled = (int) Math.min(range, Math.rint((double) value / most * range));
    return (byte) (deep ? scaled >> 8 : scaled);
  }

  /** Reads the next number, after blanks and comments. */
  private int number() throws IOException {
    skipBlanks();
    int start = at;
    long number = 0;
    while (at < file.length && file[at] >= '0' && file[at] <= '9' && at - start < DIGITS) {
      number = 10 * number + file[at++] - '0';
    }
    if (at == start
        || number > Integer.MAX_VALUE
        || at < file.length && !isBlank(file[at]) && file[at] != '#') {
      throw new IIOException("there is no number at its byte " + start);
    }
    return (int) number;
  }

  private void skipBlanks() throws IOException {
    while (at < file.length && (isBlank(file[at]) || file[at] == '#')) {
      if (file[at] == '#') {
        while (at < file.length && file[at] != '\n' && file[at] != '\r') {
          at++;
        }
      } else {
        at++;
      }
    }
    if (at >= file.length) {
      throw new EOFException();
    }
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value >= 9 && value <= 13;
  }
}
