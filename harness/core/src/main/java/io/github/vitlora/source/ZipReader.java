package io.github.vitlora.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipExtraField;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * Reads a zip by its directory, with names in any encoding.
 *
 * <p>A name is in UTF-8 where the zip says so; else it is what Info-ZIP added in Unicode; else all
 * such names are in the code page that {@link CodePage} guesses. Backslashes part folders where a
 * system without them packed it, or where no slash does.
 */
final class ZipReader {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int DISK_AT = 4;

  /** The end has a comment of this length at most. */
  private static final int LONGEST_COMMENT = 0xffff;

  /** A number that stands in another record, of a larger format. */
  private static final int ELSEWHERE = 0xffff;

  /** The library takes them on, and then lacks another library. */
  private static final Set<Integer> NEED_MORE_LIBRARIES =
      Set.of(ZipMethod.ZSTD.getCode(), ZipMethod.ZSTD_DEPRECATED.getCode(), ZipMethod.XZ.getCode());

  private final ZipFile zip;
  private final List<ZipArchiveEntry> entries;
  private final Charset encoding;
  private final boolean slashes;

  private ZipReader(ZipFile zip, UnpackTarget target) {
    this.zip = zip;
    this.entries = Collections.list(zip.getEntriesInPhysicalOrder());
    List<byte[]> unsaid =
        entries.stream()
            .filter(entry -> unicode(entry).isEmpty())
            .map(ZipArchiveEntry::getRawName)
            .filter(name -> CodePage.decoded(name, StandardCharsets.US_ASCII).isEmpty())
            .toList();
    this.encoding = CodePage.of(unsaid);
    if (!encoding.equals(StandardCharsets.UTF_8)) {
      target.note(
          "it does not say the encoding of its names, which are taken for " + encoding.name());
    }
    this.slashes = entries.stream().anyMatch(entry -> decoded(entry).indexOf('/') >= 0);
  }

  /** Tells a zip by its end, whatever it begins with. */
  static boolean endsAsOne(Path archive) throws IOException {
    return disk(archive).isPresent();
  }

  /** Hands over the entries in the order in which they lie. */
  static void read(Path archive, UnpackTarget target) throws IOException {
    Optional<Integer> disk = disk(archive);
    if (disk.isPresent() && disk.get() != 0 && disk.get() != ELSEWHERE) {
      throw split(archive);
    }
    // The entries' own headers would all be read at once, extra fields and all, and any number of
    // entries may share one. What the directory says of an entry is enough.
    try (ZipFile zip = ZipFile.builder().setPath(archive).setIgnoreLocalFileHeader(true).get()) {
      new ZipReader(zip, target).handOver(archive, target);
    }
  }

  /** Refuses a part of a zip. */
  static SourceException split(Path archive) {
    return new SourceException(
        ("The archive %s is refused: it is one part of a split zip. Put its parts into one folder"
                + " and join them: zip -s 0 NAME.zip --out whole.zip")
            .formatted(archive));
  }

  /** Returns the number of the part that holds the directory, where there is one. */
  private static Optional<Integer> disk(Path archive) throws IOException {
    ByteBuffer tail;
    try (SeekableByteChannel channel = Files.newByteChannel(archive)) {
      int length = (int) Math.min(channel.size(), END_LENGTH + LONGEST_COMMENT);
      tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(channel.size() - length);
      while (tail.hasRemaining() && channel.read(tail) >= 0) {
        // Until it is full.
      }
    }
    for (int at = tail.position() - END_LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == END) {
        return Optional.of(tail.getShort(at + DISK_AT) & 0xffff);
      }
    }
    return Optional.empty();
  }

  private void handOver(Path archive, UnpackTarget target) throws IOException {
    for (ZipArchiveEntry entry : entries) {
      String name = name(entry);
      requireReadable(archive, entry, name);
      CheckedInputStream content =
          new CheckedInputStream(
              name.endsWith("/") ? InputStream.nullInputStream() : zip.getInputStream(entry),
              new CRC32());
      try (content) {
        if (name.endsWith("/")) {
          target.folder(name);
        } else if (entry.isUnixSymlink()) {
          target.link(name, linkTarget(content, name), true);
        } else {
          target.file(name, content);
          if (content.getChecksum().getValue() != entry.getCrc()) {
            throw new IOException("its entry '" + name + "' differs from its checksum");
          }
        }
      }
    }
  }

  private void requireReadable(Path archive, ZipArchiveEntry entry, String name) {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw ArchiveReader.encrypted(archive, name);
    }
    if (!zip.canReadEntryData(entry) || NEED_MORE_LIBRARIES.contains(entry.getMethod())) {
      ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
      throw ArchiveReader.unknown(
          archive, "'" + name + "' in it is packed", method == null ? "an unknown method" : method);
    }
  }

  private String name(ZipArchiveEntry entry) {
    String name = decoded(entry);
    // Darwin's number ends in the same four bits, which are what the library keeps.
    boolean unix = entry.getPlatform() == ZipArchiveEntry.PLATFORM_UNIX;
    return unix && slashes ? name : name.replace('\\', '/');
  }

  private String decoded(ZipArchiveEntry entry) {
    return unicode(entry).orElseGet(() -> new String(entry.getRawName(), encoding));
  }

  /**
   * The entry's name where the zip says its encoding: by a flag, or by the field that older packers
   * add, unless somebody has changed only one of the two names.
   */
  private static Optional<String> unicode(ZipArchiveEntry entry) {
    byte[] raw = entry.getRawName();
    if (entry.getGeneralPurposeBit().usesUTF8ForNames()) {
      return CodePage.decoded(raw, StandardCharsets.UTF_8);
    }
    ZipExtraField field = entry.getExtraField(UnicodePathExtraField.UPATH_ID);
    if (!(field instanceof UnicodePathExtraField unicode)) {
      return Optional.empty();
    }
    CRC32 crc = new CRC32();
    crc.update(raw);
    return crc.getValue() == unicode.getNameCRC32()
        ? CodePage.decoded(unicode.getUnicodeName(), StandardCharsets.UTF_8)
        : Optional.empty();
  }

  /** What a link holds; the library would take any length of it into memory. */
  private static String linkTarget(InputStream content, String name) throws IOException {
    byte[] target = content.readNBytes(UnpackTarget.LONGEST_TARGET + 1);
    if (target.length > UnpackTarget.LONGEST_TARGET) {
      throw new IOException("its link '" + name + "' leads to what is too long for a path");
    }
    return new String(target, StandardCharsets.UTF_8);
  }
}
