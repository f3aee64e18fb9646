package io.github.vitlora.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.io.IOUtils;

/** Reads a tar of any kind: of version 7, ustar, pax and GNU, with sparse files and links. */
final class TarReader {
  static final int RECORD = 512;
  private static final int MAGIC_AT = 257;
  private static final byte VOLUME_LABEL = 'V';
  private static final byte CONTINUED = 'M';

  static final String TOO_MANY_HEADERS =
      "it has thousands of headers in a row that no entry follows, or one as long";

  private TarReader() {}

  /** Tells a tar by its first record. */
  static boolean matches(byte[] head) {
    return ArchiveReader.startsWith(head, MAGIC_AT, 'u', 's', 't', 'a', 'r')
        || head.length == RECORD && hasItsChecksum(head);
  }

  /** As version 7 has it, which begins with nothing else that is known. */
  private static boolean hasItsChecksum(byte[] head) {
    try {
      return TarUtils.verifyCheckSum(head);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Hands over the entries and returns where the last one ends. */
  static long read(InputStream in, UnpackTarget target) throws IOException {
    long end = 0;
    Headers headers = new Headers(in);
    // A character for each byte, since the kinds that do not know UTF-8 have any encoding.
    TarArchiveInputStream tar =
        new TarArchiveInputStream(headers, StandardCharsets.ISO_8859_1.name());
    for (TarArchiveEntry entry = next(tar, headers); entry != null; entry = next(tar, headers)) {
      String name = decoded(entry.getName(), target);
      if (!entry.isCheckSumOK()) {
        throw new IOException("the header of its entry '" + name + "' differs from its checksum");
      }
      if (entry.getLinkFlag() == CONTINUED) {
        throw new IOException(
            "its entry '" + name + "' goes on from another volume; pack the folder as one archive");
      } else if (entry.isDirectory()) {
        target.folder(name);
      } else if (entry.isSymbolicLink() || entry.isLink()) {
        target.link(name, decoded(entry.getLinkName(), target), entry.isSymbolicLink());
      } else if (entry.isFile() && !special(entry) && tar.canReadEntryData(entry)) {
        target.file(name, tar);
      } else if (entry.getLinkFlag() != VOLUME_LABEL) {
        target.other(name);
      }
      // Of a link that has content.
      IOUtils.skip(tar, Long.MAX_VALUE);
      end = headers.position;
    }
    return end;
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, Headers headers)
      throws IOException {
    headers.enter();
    try {
      return tar.getNextEntry();
    } catch (StackOverflowError e) {
      // The library takes a header that describes the next one by calling itself.
      throw new IOException(TOO_MANY_HEADERS, e);
    } finally {
      headers.leave();
    }
  }

  /**
   * Returns a name that was read a character for each byte: from UTF-8, or as it is. Pax alone says
   * its encoding, UTF-8, so that its names come decoded.
   */
  private static String decoded(String name, UnpackTarget target) throws IOException {
    if (name.chars().allMatch(c -> c < 0x80)) {
      return name;
    }
    if (name.chars().anyMatch(c -> c > 0xff)) {
      if (name.indexOf('\ufffd') >= 0) {
        // Two such names may have fallen together.
        throw new IOException(
            "the name of its entry '"
                + name
                + "' is not in UTF-8, as pax has it; pack the folder by tar --format=gnu or as"
                + " zip");
      }
      return name;
    }
    return CodePage.decoded(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .orElse(name);
  }

  private static boolean special(TarArchiveEntry entry) {
    return entry.isBlockDevice()
        || entry.isCharacterDevice()
        || entry.isFIFO()
        || entry.getLinkFlag() == VOLUME_LABEL;
  }

  /**
   * Limits the bytes of a tar that tell of one entry: they are held in memory, while a packed
   * archive can have a name or a record of any length in next to no room.
   */
  private static final class Headers extends FilterInputStream {
    /** Enough for the longest paths, and for what systems keep beside a file. */
    private static final int MOST_FOR_AN_ENTRY = 1 << 20;

    private long left = Long.MAX_VALUE;
    private long position;

    Headers(InputStream in) {
      super(in);
    }

    /** Counts what is read from here on, which tells of an entry. */
    void enter() {
      left = MOST_FOR_AN_ENTRY;
    }

    /** Counts no longer: what is read from here on is what an entry holds. */
    void leave() {
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

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      position += skipped;
      return skipped;
    }

    private void count(int read) throws IOException {
      position += read;
      left -= read;
      if (left < 0) {
        throw new IOException(TOO_MANY_HEADERS);
      }
    }
  }
}
