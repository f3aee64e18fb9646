package io.github.vitlora.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the first directory of a TIFF, which is also the form of EXIF. Entries that lead out of the
 * file are left out.
 */
final class TiffDirectory {
  static final int ORIENTATION = 274;
  static final int XMP = 700;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int STRIP_BYTES = 279;
  static final int COLOUR_MAP = 320;
  static final int TILE_BYTES = 325;

  private static final int ENTRY_BYTES = 12;
  private static final int INLINE_BYTES = 4;

  /** By the number of the type, how many bytes one value takes; 0 for what is none. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  private final ByteBuffer file;
  private final Map<Integer, Entry> entries = new HashMap<>();

  /** Says where the values of a tag lie. */
  private record Entry(int type, int count, int at) {}

  private TiffDirectory(ByteBuffer file) {
    this.file = file;
  }

  /** Reads the directory; one without entries if the bytes are none. */
  static TiffDirectory of(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    TiffDirectory directory = new TiffDirectory(file);
    if (bytes.length >= 8 && bytes[0] == bytes[1] && (bytes[0] == 'I' || bytes[0] == 'M')) {
      file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      directory.read(file.getInt(4));
    }
    return directory;
  }

  private void read(int from) {
    if (from < 0 || from > file.limit() - 2) {
      return;
    }
    int count = file.getShort(from) & 0xffff;
    int at = from + 2;
    for (int i = 0; i < count && at <= file.limit() - ENTRY_BYTES; i++, at += ENTRY_BYTES) {
      int type = file.getShort(at + 2) & 0xffff;
      int values = file.getInt(at + 4);
      long length = type < SIZES.length ? (long) SIZES[type] * values : 0;
      int place = length > INLINE_BYTES ? file.getInt(at + 8) : at + 8;
      if (length > 0 && place >= 0 && place <= file.limit() - length) {
        entries.put(file.getShort(at) & 0xffff, new Entry(type, values, place));
      }
    }
  }

  /** Returns whether a tag is there and has a value. */
  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Returns the first of a tag's whole numbers; the other number where there is none. */
  int number(int tag, int otherwise) {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return otherwise;
    }
    return switch (entry.type) {
      case 1, 6, 7 -> file.get(entry.at) & 0xff;
      case 3, 8 -> file.getShort(entry.at) & 0xffff;
      case 4, 9 -> file.getInt(entry.at);
      default -> otherwise;
    };
  }

  /** Returns whether one of a tag's whole numbers is negative or above a limit. */
  boolean exceeds(int tag, int limit) {
    Entry entry = entries.get(tag);
    int size = entry == null ? 0 : SIZES[entry.type];
    for (int i = 0; size == 4 && i < entry.count; i++) {
      int number = file.getInt(entry.at + size * i);
      if (number < 0 || number > limit) {
        return true;
      }
    }
    return false;
  }

  /** Returns a tag's numbers of 16 bits; none where it has no such. */
  int[] shorts(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type != 3) {
      return new int[0];
    }
    int[] numbers = new int[entry.count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = file.getShort(entry.at + 2 * i) & 0xffff;
    }
    return numbers;
  }

  /** Returns the bytes of a tag. */
  Optional<byte[]> bytes(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || SIZES[entry.type] != 1) {
      return Optional.empty();
    }
    byte[] bytes = new byte[entry.count];
    file.get(entry.at, bytes);
    return Optional.of(bytes);
  }
}
