package io.github.vitlora.fuzzing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damage that knows nothing of the format. */
public final class ByteEdits {

  private static final byte[] MARKUP = "<>\"'/=&;{}[]$ ,09.-:\n\0eE\\%".getBytes();

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    7,
    8,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1 << 20,
    100_000_000
  };

  /** No edit makes more of its input. */
  private static final int LARGEST = 1 << 16;

  private ByteEdits() {}

  /** The input with one to four edits. */
  public static byte[] some(RandomGenerator random, byte[] input) {
    byte[] edited = input;
    for (int edits = random.nextInt(4); edits >= 0; edits--) {
      edited = one(random, edited);
    }
    return edited;
  }

  private static byte[] one(RandomGenerator random, byte[] input) {
    if (input.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(input.length);
    int length = 1 + random.nextInt(Math.min(64, input.length - at));
    return switch (random.nextInt(9)) {
      case 0 -> spliced(input, at, at, new byte[] {MARKUP[random.nextInt(MARKUP.length)]});
      case 1 -> spliced(input, at, at, new byte[] {(byte) random.nextInt()});
      case 2 -> spliced(input, at, at + length, new byte[0]);
      case 3 -> spliced(input, at, at + 1, new byte[] {MARKUP[random.nextInt(MARKUP.length)]});
      case 4 ->
          spliced(input, at, at + 1, new byte[] {(byte) (input[at] ^ 1 << random.nextInt(8))});
      case 5 -> Arrays.copyOf(input, at);
      case 6 -> {
        byte[] piece = Arrays.copyOfRange(input, at, at + length);
        int to = random.nextInt(input.length + 1);
        yield spliced(input, to, to, piece);
      }
      case 7 -> repeated(random, input, at, at + length);
      default -> number(random, input, at);
    };
  }

  /** The input with the bytes from {@code start} to {@code end} replaced. */
  public static byte[] spliced(byte[] input, int start, int end, byte[] replacement) {
    return ByteBuffer.allocate(input.length - (end - start) + replacement.length)
        .put(input, 0, start)
        .put(replacement)
        .put(input, end, input.length - end)
        .array();
  }

  private static byte[] repeated(RandomGenerator random, byte[] input, int start, int end) {
    // Rarely many times: what grows faster than its input shows only then.
    int times = random.nextInt(20) == 0 ? random.nextInt(1 << 14) : random.nextInt(8);
    int room = Math.max(0, LARGEST - input.length) / (end - start);
    byte[] piece = Arrays.copyOfRange(input, start, end);
    ByteBuffer pieces = ByteBuffer.allocate(piece.length * Math.min(times, room));
    while (pieces.hasRemaining()) {
      pieces.put(piece);
    }
    return spliced(input, end, end, pieces.array());
  }

  private static byte[] number(RandomGenerator random, byte[] input, int at) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    ByteBuffer eight =
        ByteBuffer.allocate(8)
            .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    switch (random.nextInt(3)) {
      case 0 -> eight.putShort((short) number);
      case 1 -> eight.putInt((int) number);
      default -> eight.putLong(number);
    }
    byte[] written = Arrays.copyOf(eight.array(), Math.min(eight.position(), input.length - at));
    return spliced(input, at, at + written.length, written);
  }
}
