package io.github.vitlora.image.webp;

/** Reads bits of which each is more or less likely to be set (RFC 6386, section 7). */
final class Vp8BoolDecoder {
  private static final int EVEN = 128;

  private final byte[] file;
  private final int end;
  private int at;
  private int range = 255;
  private int value;

  /** How many bits of the value are beyond those that the next bit is decided by. */
  private int spare = -8;

  private boolean exhausted;

  /** Reads what lies between two places of the file. */
  Vp8BoolDecoder(byte[] file, int from, int end) {
    this.file = file;
    this.at = from;
    this.end = end;
  }

  /** Returns whether more was read than there is; what is missing counts as zeros. */
  boolean isExhausted() {
    return exhausted;
  }

  /**
   * Reads a bit.
   *
   * @param probability that it is not set, in 256ths
   */
  boolean bit(int probability) {
    if (spare < 0) {
      exhausted |= at >= end;
      value = value << 8 | (at < end ? file[at++] & 0xff : 0);
      spare += 8;
    }
    int split = 1 + ((range - 1) * probability >> 8);
    boolean set = value >>> spare >= split;
    if (set) {
      range -= split;
      value -= split << spare;
    } else {
      range = split;
    }
    int shift = Integer.numberOfLeadingZeros(range) - 24;
    range <<= shift;
    spare -= shift;
    return set;
  }

  /** Reads a bit that is as likely set as not. */
  boolean bit() {
    return bit(EVEN);
  }

  /** Reads a number of so many bits, the highest first. */
  int number(int bits) {
    int number = 0;
    for (int i = 0; i < bits; i++) {
      number = number << 1 | (bit() ? 1 : 0);
    }
    return number;
  }

  /** Reads a number and its sign, or 0 where a bit before them is not set. */
  int optional(int bits) {
    if (!bit()) {
      return 0;
    }
    int number = number(bits);
    return bit() ? -number : number;
  }

  int signed(int number) {
    return bit() ? -number : number;
  }
}
