package io.github.vitlora.image.webp;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;

/** A prefix code of a lossless WebP (RFC 9649, section 3.7.2). */
final class Vp8lCode {
  private static final int MOST_BITS = 15;
  private static final int LENGTH_CODES = 19;
  private static final int[] LENGTH_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  /** By their number of bits, how many symbols there are. */
  private final int[] counts = new int[MOST_BITS + 1];

  /** In the order of their codes. */
  private final short[] symbols;

  private Vp8lCode(int[] lengths) throws IOException {
    int used = 0;
    for (int length : lengths) {
      counts[length]++;
      used += length > 0 ? 1 : 0;
    }
    counts[0] = 0;
    symbols = new short[used];
    int at = 0;
    int open = 1;
    for (int bits = 1; bits <= MOST_BITS; bits++) {
      open = 2 * open - counts[bits];
      for (int symbol = 0; counts[bits] > 0 && symbol < lengths.length; symbol++) {
        if (lengths[symbol] == bits) {
          symbols[at++] = (short) symbol;
        }
      }
      if (open < 0) {
        break;
      }
    }
    if (used != 1 && open != 0) {
      throw new IIOException("its data have a code that means nothing");
    }
  }

  /** Reads a code for symbols below the number. */
  static Vp8lCode read(Vp8lBits in, int alphabet) throws IOException {
    int[] lengths = new int[alphabet];
    if (in.read(1) == 1) {
      int count = in.read(1) + 1;
      set(lengths, in.read(in.read(1) == 0 ? 1 : 8));
      if (count == 2) {
        set(lengths, in.read(8));
      }
    } else {
      readLengths(in, lengths);
    }
    if (in.isExhausted()) {
      throw new EOFException();
    }
    return new Vp8lCode(lengths);
  }

  /** A symbol that there is not is never met. */
  private static void set(int[] lengths, int symbol) {
    if (symbol < lengths.length) {
      lengths[symbol] = 1;
    }
  }

  private static void readLengths(Vp8lBits in, int[] lengths) throws IOException {
    int[] ofLengths = new int[LENGTH_CODES];
    int codes = 4 + in.read(4);
    for (int i = 0; i < codes; i++) {
      ofLengths[LENGTH_ORDER[i]] = in.read(3);
    }
    Vp8lCode code = new Vp8lCode(ofLengths);
    int left = lengths.length;
    if (in.read(1) == 1) {
      left = 2 + in.read(2 + 2 * in.read(3));
    }
    if (left > lengths.length) {
      throw new IIOException("its data have more codes than there are symbols");
    }
    int before = 8;
    int symbol = 0;
    while (symbol < lengths.length && left-- > 0 && !in.isExhausted()) {
      int length = code.symbol(in);
      int count = 1;
      if (length >= 16) {
        int[] extra = {2, 3, 7};
        count = (length == 18 ? 11 : 3) + in.read(extra[length - 16]);
        length = length == 16 ? before : 0;
      } else if (length > 0) {
        before = length;
      }
      if (count > lengths.length - symbol) {
        throw new IIOException("its data have more codes than there are symbols");
      }
      for (int i = 0; i < count; i++) {
        lengths[symbol++] = length;
      }
    }
  }

  /** Reads the next symbol; the only one takes no bit. */
  int symbol(Vp8lBits in) {
    if (symbols.length == 1) {
      return symbols[0];
    }
    int next = in.peek();
    int code = 0;
    int first = 0;
    int index = 0;
    int bits = 0;
    while (true) {
      bits++;
      code = code << 1 | next & 1;
      next >>>= 1;
      int count = counts[bits];
      if (code - first < count) {
        in.skip(bits);
        return symbols[index + code - first];
      }
      index += count;
      first = first + count << 1;
    }
  }
}
