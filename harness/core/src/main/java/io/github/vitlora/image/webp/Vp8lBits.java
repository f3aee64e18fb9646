package io.github.vitlora.image.webp;

/** Reads bits of a lossless WebP, of each byte the lowest first. */
final class Vp8lBits {
  private final byte[] file;
  private final int end;
  private int at;
  private long buffer;
  private int buffered;

  /** Reads what lies between two places of the file. */
  Vp8lBits(byte[] file, int from, int end) {
    this.file = file;
    this.at = from;
    this.end = end;
  }

  /** Returns whether more was read than there is; what is missing counts as zeros. */
  boolean isExhausted() {
    return buffered < 0;
  }

  /** Reads a number of at most 25 bits, the lowest first. */
  int read(int bits) {
    int number = peek() & (1 << bits) - 1;
    skip(bits);
    return number;
  }

  /** Returns the next 32 bits. */
  int peek() {
    while (buffered <= 48 && at < end) {
      buffer |= (file[at++] & 0xffL) << Math.max(0, buffered);
      buffered += 8;
    }
    return (int) buffer;
  }

  void skip(int bits) {
    buffer >>>= bits;
    buffered -= bits;
  }
}
