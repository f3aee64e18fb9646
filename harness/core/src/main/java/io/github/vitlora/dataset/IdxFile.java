package io.github.vitlora.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.LongStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Holds a file of unsigned bytes in the IDX format of the MNIST database (LeCun, Cortes and
 * Burges), plain or packed by gzip, whatever its name says: two zero bytes, the type, the number of
 * dimensions, each dimension's size in four bytes, big-endian, then the values, the last index
 * fastest.
 *
 * @param file where it was read from
 * @param sizes of the dimensions
 * @param values not to be written to
 */
record IdxFile(Path file, int[] sizes, byte[] values) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  /** A packed file may unpack to so much whatever its size, and beyond that to so many times it. */
  private static final long ALWAYS_ALLOWED = 16L << 20;

  private static final long MOST_RATIO = 100;

  /**
   * Reads the whole file, which must be exactly what its header says.
   *
   * @param dimensions that it must have
   * @throws DatasetException if it cannot be read, or is not such a file
   */
  static IdxFile read(Path file, int dimensions) {
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (!isPacked(stored)) {
        return read(file, dimensions, stored, Files.size(file));
      }
      long most = Math.max(ALWAYS_ALLOWED, MOST_RATIO * Files.size(file));
      try (InputStream unpacked =
          GzipCompressorInputStream.builder()
              .setInputStream(stored)
              .setDecompressConcatenated(true)
              .get()) {
        return read(file, dimensions, unpacked, most);
      }
    } catch (IOException e) {
      throw fault(file, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  private static boolean isPacked(InputStream stored) throws IOException {
    stored.mark(2);
    byte[] magic = stored.readNBytes(2);
    stored.reset();
    return Arrays.equals(magic, new byte[] {0x1f, (byte) 0x8b});
  }

  /** Takes memory only as bytes come in, however large the header claims the file to be. */
  private static IdxFile read(Path file, int dimensions, InputStream in, long most)
      throws IOException {
    int[] sizes = header(file, dimensions, in);
    long size = 1;
    for (int each : sizes) {
      // Three sizes may be too much for a long; what is too much already need not grow.
      size = size > MOST_BYTES ? size : size * each;
    }
    if (size > Math.min(most, MOST_BYTES)) {
      throw fault(
          file,
          "its header speaks of %s bytes, more than a file of %,d can hold: it is cut off or damaged"
              .formatted(text(sizes), Files.size(file)),
          null);
    }
    byte[] values = in.readNBytes((int) size);
    if (values.length < size) {
      throw fault(
          file,
          "it is cut off: its header speaks of %s = %,d bytes, and there are %,d"
              .formatted(text(sizes), size, values.length),
          null);
    }
    if (in.read() >= 0) {
      throw fault(
          file,
          "more bytes follow than the %s = %,d that its header speaks of"
              .formatted(text(sizes), size),
          null);
    }
    return new IdxFile(file, sizes, values);
  }

  private static int[] header(Path file, int dimensions, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
      throw fault(
          file,
          "it is no IDX file: it begins with %s, not with 0000080%d"
              .formatted(
                  magic.length == 0 ? "nothing" : HexFormat.of().formatHex(magic), dimensions),
          null);
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw fault(
          file,
          "its values are of the type 0x%02x, and only unsigned bytes (0x08) are read"
              .formatted(magic[2]),
          null);
    }
    if (magic[3] != dimensions) {
      throw fault(
          file,
          "it has %d dimensions where %s has %d"
              .formatted(
                  magic[3] & 0xff,
                  dimensions == 1 ? "a list of labels" : "a list of grey images",
                  dimensions),
          null);
    }
    byte[] bytes = in.readNBytes(Integer.BYTES * dimensions);
    if (bytes.length < Integer.BYTES * dimensions) {
      throw fault(file, "it is cut off within its header", null);
    }
    int[] sizes = new int[dimensions];
    ByteBuffer.wrap(bytes).asIntBuffer().get(sizes);
    if (Arrays.stream(sizes).anyMatch(s -> s < 1)) {
      throw fault(file, "its header speaks of %s values".formatted(text(sizes)), null);
    }
    return sizes;
  }

  private static String text(int[] sizes) {
    return String.join(
        " x ",
        LongStream.of(Arrays.stream(sizes).mapToLong(Integer::toUnsignedLong).toArray())
            .mapToObj(Long::toString)
            .toList());
  }

  private static DatasetException fault(Path file, String fault, Throwable cause) {
    return new DatasetException(
        "The file " + file + " cannot be used: " + fault + ". Fetch or unpack it again", cause);
  }
}
