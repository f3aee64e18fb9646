package io.github.vitlora.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipExtraField;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.IOUtils;

/** Tells an archive's kind by its first bytes and hands its entries to a target. */
final class ArchiveReader {
  private static final int TAR_RECORD = 512;
  private static final int TAR_MAGIC_AT = 257;

  static final String TOO_MANY_HEADERS =
      "it has thousands of headers in a row that no entry follows, or one as long";

  /** No system follows a longer path. */
  private static final int LONGEST_TARGET = 4096;

  /** The library takes them on, and then lacks another library. */
  private static final Set<Integer> NEED_MORE_LIBRARIES =
      Set.of(ZipMethod.ZSTD.getCode(), ZipMethod.ZSTD_DEPRECATED.getCode(), ZipMethod.XZ.getCode());

  private ArchiveReader() {}

  /**
   * Reads the whole archive.
   *
   * @throws IOException if it is cut off, damaged or no archive
   */
  static void read(Path archive, UnpackTarget target) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(archive)) {
      head = in.readNBytes(TAR_RECORD);
    }
    if (startsWith(head, 0, 0x1f, 0x8b)) {
      try (InputStream in = buffered(archive);
          InputStream unzipped =
              GzipCompressorInputStream.builder()
                  .setInputStream(in)
                  .setDecompressConcatenated(true)
                  .get()) {
        packedTar(unzipped, target);
      }
    } else if (startsWith(head, 0, 'B', 'Z', 'h')) {
      try (InputStream in = buffered(archive);
          InputStream unzipped = new BZip2CompressorInputStream(in, true)) {
        packedTar(new BufferedInputStream(unzipped, 1 << 16), target);
      }
    } else if (startsWith(head, 0, 'P', 'K', 3, 4)) {
      zip(archive, target);
    } else if (startsWith(head, TAR_MAGIC_AT, 'u', 's', 't', 'a', 'r')) {
      try (InputStream in = buffered(archive)) {
        // Cut off between two entries it would read like a shorter one, but for the last record.
        if (Files.size(archive) < tar(in, target) + TAR_RECORD) {
          throw new EOFException("it ends without tar's closing record");
        }
      }
    } else {
      throw new IOException("it is neither a tar, a tar.gz, a tar.bz2 nor a zip");
    }
  }

  private static InputStream buffered(Path archive) throws IOException {
    return new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
  }

  private static void packedTar(InputStream unzipped, UnpackTarget target) throws IOException {
    tar(unzipped, target);
    // To the end, where the packing's own checksum is compared.
    unzipped.transferTo(OutputStream.nullOutputStream());
  }

  private static boolean startsWith(byte[] head, int at, int... magic) {
    if (head.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (head[at + i] != (byte) magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Hands over the entries and returns where the last one ends. */
  private static long tar(InputStream in, UnpackTarget target) throws IOException {
    long end = 0;
    TarBytes bytes = new TarBytes(in);
    TarArchiveInputStream tar = new TarArchiveInputStream(bytes, StandardCharsets.UTF_8.name());
    for (TarArchiveEntry entry = next(tar, bytes); entry != null; entry = next(tar, bytes)) {
      String name = entry.getName();
      end = tar.getBytesRead() + entry.getSize();
      if (entry.isDirectory()) {
        target.folder(name);
      } else if (entry.isSymbolicLink() || entry.isLink()) {
        target.link(name, entry.getLinkName(), entry.isSymbolicLink());
      } else if (entry.isFile() && !special(entry) && tar.canReadEntryData(entry)) {
        target.file(name, tar);
      } else {
        target.other(name);
      }
      // Of a link that has content.
      IOUtils.skip(tar, Long.MAX_VALUE);
    }
    return end;
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, TarBytes bytes)
      throws IOException {
    bytes.enterHeaders();
    try {
      return tar.getNextEntry();
    } catch (StackOverflowError e) {
      // The library takes a header that describes the next one by calling itself.
      throw new IOException(TOO_MANY_HEADERS, e);
    } finally {
      bytes.leaveHeaders();
    }
  }

  private static boolean special(TarArchiveEntry entry) {
    return entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
  }

  private static void zip(Path archive, UnpackTarget target) throws IOException {
    // The entries' own headers would all be read at once, extra fields and all, and any number of
    // entries may share one. What the directory says of an entry is enough.
    try (ZipFile zip = ZipFile.builder().setPath(archive).setIgnoreLocalFileHeader(true).get()) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        String name = name(entry);
        if (!readable(zip, entry)) {
          throw new IOException(
              "its entry '" + name + "' is encrypted or packed in an unknown way");
        }
        if (name.endsWith("/")) {
          target.folder(name);
        } else if (entry.isUnixSymlink()) {
          target.link(name, linkTarget(zip, entry, name), true);
        } else {
          try (InputStream content = zip.getInputStream(entry)) {
            target.file(name, content);
          }
        }
      }
    }
  }

  /**
   * The entry's name, from the Unicode field that older packers add where the encoding of the name
   * itself is not said, unless somebody has changed only one of the two.
   */
  private static String name(ZipArchiveEntry entry) {
    boolean encoded = entry.getGeneralPurposeBit().usesUTF8ForNames();
    ZipExtraField field = entry.getExtraField(UnicodePathExtraField.UPATH_ID);
    if (encoded || !(field instanceof UnicodePathExtraField unicode)) {
      return entry.getName();
    }
    CRC32 crc = new CRC32();
    crc.update(entry.getRawName());
    return crc.getValue() == unicode.getNameCRC32()
        ? new String(unicode.getUnicodeName(), StandardCharsets.UTF_8)
        : entry.getName();
  }

  /** What a link holds; the library would take any length of it into memory. */
  private static String linkTarget(ZipFile zip, ZipArchiveEntry entry, String name)
      throws IOException {
    try (InputStream content = zip.getInputStream(entry)) {
      byte[] target = content.readNBytes(LONGEST_TARGET + 1);
      if (target.length > LONGEST_TARGET) {
        throw new IOException("its link '" + name + "' leads to what is too long for a path");
      }
      return new String(target, StandardCharsets.UTF_8);
    }
  }

  private static boolean readable(ZipFile zip, ZipArchiveEntry entry) {
    return zip.canReadEntryData(entry) && !NEED_MORE_LIBRARIES.contains(entry.getMethod());
  }

  /**
   * Limits the bytes of a tar that tell of one entry: they are held in memory, while a packed
   * archive can have a name or a record of any length in next to no room.
   */
  private static final class TarBytes extends FilterInputStream {
    /** Enough for the longest paths, and for what systems keep beside a file. */
    private static final int MOST_FOR_AN_ENTRY = 1 << 20;

    private long left = Long.MAX_VALUE;

    TarBytes(InputStream in) {
      super(in);
    }

    /** Counts what is read from here on, which tells of an entry. */
    void enterHeaders() {
      left = MOST_FOR_AN_ENTRY;
    }

    /** Counts no longer: what is read from here on is what an entry holds. */
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
        throw new IOException(TOO_MANY_HEADERS);
      }
    }
  }
}
