package io.github.vitlora.source;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Tells an archive's kind by its first bytes, whatever its file is called, and hands its entries to
 * a target. What is no archive, or of a kind that is not read, is refused for what it is.
 */
final class ArchiveReader {
  private static final int SHOWN = 60;

  /** As 7-Zip and Info-ZIP call them. */
  private static final Pattern PART = Pattern.compile("\\.(\\d{3}|z\\d\\d)$");

  /** Of UTF-8, a character for each byte. */
  private static final String BYTE_ORDER_MARK = "^\u00ef\u00bb\u00bf";

  /** What is packed by programs that no library in Java unpacks well, by its first bytes. */
  private static final Map<String, String> NOT_READ = new LinkedHashMap<>();

  static {
    NOT_READ.put("Rar!", "RAR");
    NOT_READ.put("\u0004\"M\u0018", "LZ4");
    NOT_READ.put("\u001f\u009d", "compress");
    NOT_READ.put("]\0\0", "LZMA");
    NOT_READ.put("LZIP", "lzip");
    NOT_READ.put("MSCF", "Cabinet");
    NOT_READ.put("xar!", "xar");
    NOT_READ.put("hsqs", "SquashFS");
    NOT_READ.put("\u0089HDF", "HDF5");
    NOT_READ.put("PAR1", "Parquet");
  }

  private ArchiveReader() {}

  /**
   * Reads the whole archive.
   *
   * @param memoryKiB the most that unpacking may take beside small buffers
   * @throws IOException if it is cut off or damaged
   * @throws SourceException if it is no archive, or one that is not read
   */
  static void read(Path archive, UnpackTarget target, int memoryKiB) throws IOException {
    try {
      readByContent(archive, target, memoryKiB);
    } catch (IOException | SourceException e) {
      if (PART.matcher(archive.getFileName().toString()).find()) {
        throw new SourceException(
            ("The archive %s is refused: by its name it is one part of several. Join them, and name"
                    + " the whole: cat NAME.zip.001 NAME.zip.002 > NAME.zip, or zip -s 0 NAME.zip --out"
                    + " whole.zip where the parts end in .z01, .z02 and .zip")
                .formatted(archive),
            e);
      }
      throw e;
    }
  }

  private static void readByContent(Path archive, UnpackTarget target, int memoryKiB)
      throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(archive)) {
      head = in.readNBytes(TarReader.RECORD);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      Optional<InputStream> unpacked = unpacked(head, in, memoryKiB);
      if (unpacked.isPresent()) {
        try (InputStream stream = new BufferedInputStream(unpacked.get(), 1 << 16)) {
          packedTar(archive, stream, target);
        }
      } else if (SevenZFile.matches(head, head.length)) {
        SevenZipReader.read(archive, target, memoryKiB);
      } else if (TarReader.matches(head)) {
        // Cut off between two entries it would read like a shorter one, but for the last record.
        if (Files.size(archive) < TarReader.read(in, target) + TarReader.RECORD) {
          throw new EOFException("it ends without tar's closing record");
        }
      } else if (ZipReader.endsAsOne(archive)) {
        ZipReader.read(archive, target);
      } else if (startsWith(head, 0, 'P', 'K', 3, 4)) {
        throw new EOFException("it ends without a zip's directory");
      } else if (startsWith(head, 0, 'P', 'K', 7, 8)) {
        throw ZipReader.split(archive);
      } else {
        throw noArchive(archive, head);
      }
    } catch (MemoryLimitException e) {
      throw new SourceException(
          ("The archive %s is refused: it takes %,d MiB of memory to unpack. Give Java more (-Xmx),"
                  + " or unpack it by hand and name the folder")
              .formatted(archive, e.getMemoryNeededInKb() >> 10),
          e);
    }
  }

  private static Optional<InputStream> unpacked(byte[] head, InputStream in, int memoryKiB)
      throws IOException {
    if (startsWith(head, 0, 0x1f, 0x8b)) {
      return Optional.of(
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get());
    }
    if (startsWith(head, 0, 'B', 'Z', 'h')) {
      return Optional.of(new BZip2CompressorInputStream(in, true));
    }
    if (startsWith(head, 0, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return Optional.of(
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(memoryKiB)
              .get());
    }
    if (startsWith(head, 0, 0x28, 0xb5, 0x2f, 0xfd)) {
      return Optional.of(new Zstandard(in));
    }
    return Optional.empty();
  }

  private static void packedTar(Path archive, InputStream unpacked, UnpackTarget target)
      throws IOException {
    unpacked.mark(TarReader.RECORD);
    byte[] head = unpacked.readNBytes(TarReader.RECORD);
    unpacked.reset();
    if (!TarReader.matches(head) && !blank(head)) {
      throw new SourceException(
          ("The archive %s is refused: it is one packed file and no tar. Unpack it by hand, and"
                  + " name what comes out")
              .formatted(archive));
    }
    TarReader.read(unpacked, target);
    // To the end, where the packing's own checksum is compared.
    unpacked.transferTo(OutputStream.nullOutputStream());
  }

  /** As a tar of nothing begins. */
  private static boolean blank(byte[] head) {
    for (byte b : head) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  static boolean startsWith(byte[] head, int at, int... magic) {
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

  private static SourceException noArchive(Path archive, byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> kind : NOT_READ.entrySet()) {
      if (text.startsWith(kind.getKey())) {
        return unknown(archive, "it is packed", kind.getValue());
      }
    }
    String start = text.replaceFirst(BYTE_ORDER_MARK, "").strip().toLowerCase(Locale.ROOT);
    if (blank(head)) {
      return noArchive(archive, "is empty. Delete it, so that it is fetched again");
    }
    if (start.startsWith("version https://git-lfs")) {
      return noArchive(
          archive,
          "is a pointer of Git LFS in place of an archive. Fetch the archive itself: git lfs pull");
    }
    if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
      return noArchive(
          archive,
          "is a web page in place of an archive. Delete it, and name the address of the file"
              + " itself, which a browser downloads and does not show (/resolve/ in place of /blob/"
              + " on a hub)");
    }
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t')) {
      String line = text.strip().lines().findFirst().orElse("");
      return noArchive(
          archive,
          "is a text in place of an archive, which begins '%s'"
              .formatted(line.substring(0, Math.min(SHOWN, line.length()))));
    }
    return noArchive(
        archive,
        "is no archive that is read: neither a tar, plain or packed by gzip, bzip2, xz or zstd, nor"
            + " a zip, nor a 7z");
  }

  private static SourceException noArchive(Path archive, String what) {
    return new SourceException("The archive %s %s".formatted(archive, what));
  }

  /** Refuses what is packed by something that is not read. */
  static SourceException unknown(Path archive, String what, Object method) {
    return new SourceException(
        ("The archive %s is refused: %s by %s, which is not read. Unpack it by hand and name the"
                + " folder, or pack the folder as zip or tar.gz")
            .formatted(archive, what, method));
  }

  /** Refuses what takes a password. */
  static SourceException encrypted(Path archive, String what) {
    return new SourceException(
        ("The archive %s is refused: it is encrypted ('%s'). Unpack it with its password, and name"
                + " the folder or pack it again without one")
            .formatted(archive, what));
  }

  /** Reports what the library finds wrong as any stream does. */
  private static final class Zstandard extends InputStream {
    private static final String BY_HAND = "; unpack it by hand: zstd -d";
    private final InputStream in;

    Zstandard(InputStream in) throws IOException {
      try {
        this.in = new ZstdInputStream(in);
      } catch (LinkageError e) {
        throw forbidden(e);
      }
    }

    /** The library reaches into memory in a way that a later Java forbids. */
    private static IOException forbidden(LinkageError e) {
      return new IOException("this Java cannot unpack zstd" + BY_HAND, e);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (LinkageError e) {
        throw forbidden(e);
      } catch (RuntimeException e) {
        throw new IOException("zstd cannot unpack it (" + e.getMessage() + ")" + BY_HAND, e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
