package io.github.vitlora.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A tar's bytes, of which only so many may tell of one entry: they are held in memory, while a
 * packed archive can have a name or a record of any length in next to no room.
 */
final class TarBytes extends FilterInputStream {

  /** Enough for the longest paths, and for what systems keep beside a file. */
  private static final int MOST_FOR_AN_ENTRY = 1 << 20;

  private long left = Long.MAX_VALUE;

  TarBytes(InputStream in) {
    super(in);
  }

  /** What is read from here on tells of an entry. */
  void enterHeaders() {
    left = MOST_FOR_AN_ENTRY;
  }

  /** What is read from here on is what an entry holds. */
  void leaveHeaders() {
    left = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws IOException {
    left -= read;
    if (left < 0) {
      throw new IOException(ArchiveReader.TOO_MANY_HEADERS);
    }
  }
}
