package io.github.vitlora.source;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.vitlora.fuzzing.ByteEdits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Archives, more or less sound: what they hold, their headers and their packing are all edited. */
final class ArchiveInputs {

  private static final int BLOCK = 512;

  /** Of a 7z archive: signature, version and where its header lies. */
  private static final int SIGNATURE = 32;

  private static final List<String> NAMES =
      List.of(
          "train/a/1.jpg",
          "train/a/2.jpg",
          "train/a",
          "train/a/",
          "train/",
          "./",
          ".",
          "",
          "/",
          "/etc/x",
          "../x",
          "a/../../x",
          "a/./b",
          "a//b",
          "x/",
          "größe 1.png",
          "a\\b",
          "C:\\x",
          "con",
          "x.",
          "a\0b",
          "\uD83D\uDE00",
          "n".repeat(99),
          "long/".repeat(30) + "x",
          "n".repeat(300));

  /** Offset and length of a tar header's fields that are numbers, then of those that are text. */
  private static final int[][] NUMBERS = {
    {100, 8}, {108, 8}, {116, 8}, {124, 12}, {136, 12}, {329, 8}, {337, 8}, {386, 12}, {398, 12},
    {483, 12}
  };

  private static final int[][] TEXTS = {{0, 100}, {157, 100}, {257, 8}, {265, 32}, {345, 155}};

  private static final String TYPES = "0123456789\0xgLKSDNVMAX ";

  private static final List<String> PAX =
      List.of(
          "path",
          "linkpath",
          "size",
          "mtime",
          "uid",
          "gid",
          "uname",
          "charset",
          "GNU.sparse.major",
          "GNU.sparse.minor",
          "GNU.sparse.name",
          "GNU.sparse.realsize",
          "GNU.sparse.size",
          "GNU.sparse.numblocks",
          "GNU.sparse.offset",
          "GNU.sparse.numbytes",
          "GNU.sparse.map",
          "SCHILY.realsize",
          "SCHILY.filetype",
          "SCHILY.devmajor",
          "SCHILY.xattr.user.x");

  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "9223372036854775807",
          "9223372036854775808",
          "512,1,1000000000,1",
          "0,1,2",
          "1000000",
          "sparse",
          "x",
          "1e9",
          "train/b.jpg",
          "../x",
          "1234567890.123456789");

  /** Of names that do not say theirs. */
  private static final List<String> ENCODINGS = List.of("UTF-8", "IBM437", "windows-31j", "GBK");

  private static final List<Packing> PACKINGS = List.of(ArchiveInputs::gzip, ArchiveInputs::xz);

  /** But bzip2, which takes megabytes for each entry. */
  private static final List<SevenZMethodConfiguration> METHODS =
      List.of(
          new SevenZMethodConfiguration(SevenZMethod.COPY),
          new SevenZMethodConfiguration(SevenZMethod.LZMA2, 1 << 16),
          new SevenZMethodConfiguration(SevenZMethod.DEFLATE));

  private final List<byte[]> sevenZips = new ArrayList<>();
  private final List<byte[]> tars;
  private final List<byte[]> seeds = new ArrayList<>();

  ArchiveInputs() throws IOException {
    tars =
        List.of(
            tar(
                tar -> {
                  folder(tar, "train/");
                  file(tar, "train/a/1.jpg", 700);
                  file(tar, "train/a/2.jpg", 0);
                  file(tar, "largest", 3_000);
                }),
            tar(
                tar -> {
                  tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                  file(tar, "long/".repeat(30) + "größe 1.png", 20);
                  link(tar, "hard", TarConstants.LF_LINK, "original");
                  link(tar, "a/soft", TarConstants.LF_SYMLINK, "../original");
                  file(tar, "original", 10);
                }),
            tar(
                tar -> {
                  tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
                  file(tar, "n".repeat(120), 20);
                  link(tar, "soft", TarConstants.LF_SYMLINK, "n".repeat(120));
                }));
    for (byte[] tar : tars) {
      seeds.add(tar);
      for (Packing packing : PACKINGS) {
        seeds.add(packing.pack(tar));
      }
    }
    for (String encoding : ENCODINGS) {
      seeds.add(zip(List.of("train/a/1.jpg", "train/b/", "größe 1.png"), encoding));
    }
    for (SevenZMethodConfiguration method : METHODS) {
      sevenZips.add(sevenZip(method));
    }
  }

  /** Sound archives of every other kind. */
  List<byte[]> seeds() {
    return seeds;
  }

  byte[] make(RandomGenerator random) throws IOException {
    return switch (random.nextInt(6)) {
      case 0, 1 -> packed(random, any(random, PACKINGS));
      case 2, 3 -> zip(random);
      default -> damaged(random, 6, tar(random));
    };
  }

  /** Sound archives that zstd packed. */
  List<byte[]> zstdSeeds() throws IOException {
    List<byte[]> packed = new ArrayList<>();
    for (byte[] tar : tars) {
      packed.add(zstd(tar));
    }
    return packed;
  }

  List<byte[]> sevenZipSeeds() {
    return sevenZips;
  }

  byte[] makeZstd(RandomGenerator random) throws IOException {
    return packed(random, ArchiveInputs::zstd);
  }

  private byte[] packed(RandomGenerator random, Packing packing) throws IOException {
    byte[] tar = tar(random);
    byte[] packed = packing.pack(tar);
    if (random.nextInt(100) == 0) {
      packed = packing.pack(Arrays.copyOf(tar, 1 << 19));
    } else if (random.nextInt(10) == 0) {
      int half = random.nextInt(tar.length);
      byte[] second = packing.pack(Arrays.copyOfRange(tar, half, tar.length));
      packed = ByteEdits.spliced(second, 0, 0, packing.pack(Arrays.copyOf(tar, half)));
    }
    return damaged(random, 4, packed);
  }

  private static byte[] damaged(RandomGenerator random, int oneIn, byte[] bytes) {
    return random.nextInt(oneIn) == 0 ? ByteEdits.some(random, bytes) : bytes;
  }

  // ---- tar

  private byte[] tar(RandomGenerator random) {
    byte[] tar = any(random, tars).clone();
    for (int edits = random.nextInt(4); edits > 0 && tar.length > 0; edits--) {
      tar = tarEdited(random, tar);
    }
    return tar;
  }

  private static byte[] tarEdited(RandomGenerator random, byte[] tar) {
    int at = random.nextInt(tar.length / BLOCK) * BLOCK;
    return switch (random.nextInt(6)) {
      case 0 -> ByteEdits.spliced(tar, at, at + BLOCK, new byte[0]);
      case 1 -> {
        int times = random.nextInt(20) == 0 ? random.nextInt(100) : 1 + random.nextInt(3);
        byte[] copies = new byte[BLOCK * times];
        for (int copy = 0; copy < times; copy++) {
          System.arraycopy(tar, at, copies, copy * BLOCK, BLOCK);
        }
        yield ByteEdits.spliced(tar, at, at, copies);
      }
      case 2 -> ByteEdits.spliced(tar, at, at, pax(random));
      default -> {
        byte[] header = Arrays.copyOfRange(tar, at, at + BLOCK);
        headerEdited(random, header);
        yield ByteEdits.spliced(tar, at, at + BLOCK, header);
      }
    };
  }

  private static void headerEdited(RandomGenerator random, byte[] header) {
    switch (random.nextInt(4)) {
      case 0 -> {
        int[] field = NUMBERS[random.nextInt(NUMBERS.length)];
        put(header, field, number(random, field[1]));
      }
      case 1 -> header[156] = (byte) TYPES.charAt(random.nextInt(TYPES.length()));
      case 2 -> header[random.nextInt(BLOCK)] = (byte) random.nextInt();
      default -> {
        int[] field = TEXTS[random.nextInt(TEXTS.length)];
        put(header, field, any(random, NAMES).getBytes(StandardCharsets.UTF_8));
      }
    }
    if (random.nextInt(20) != 0) {
      checksum(header);
    }
  }

  private static byte[] number(RandomGenerator random, int length) {
    long value = random.nextLong() >> random.nextInt(64);
    if (random.nextInt(3) == 0) {
      // Base 256, for numbers that octal digits have no room for.
      ByteBuffer binary = ByteBuffer.allocate(Math.max(8, length));
      binary.putLong(binary.capacity() - 8, value);
      binary.put(0, (byte) (value < 0 ? 0xff : 0x80));
      return binary.array();
    }
    return (random.nextInt(10) == 0 ? "-" + value : Long.toOctalString(value & 0xfffffff))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(byte[] header, int[] field, byte[] value) {
    Arrays.fill(header, field[0], field[0] + field[1], (byte) 0);
    System.arraycopy(value, 0, header, field[0], Math.min(field[1], value.length));
  }

  private static void checksum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, new int[] {148, 8}, String.format(Locale.ROOT, "%06o\0 ", sum).getBytes());
  }

  /** A header of records that the next entry's header is overridden by. */
  private static byte[] pax(RandomGenerator random) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int count = random.nextInt(6); count >= 0; count--) {
      String record = " " + any(random, PAX) + "=" + any(random, VALUES) + "\n";
      int length = record.length() + 2;
      length = record.length() + String.valueOf(length).length();
      records.writeBytes(
          ((random.nextInt(20) == 0 ? random.nextInt(-9, 9999) : length) + record).getBytes());
    }
    int size = Math.min(BLOCK, records.size());
    byte[] header = new byte[2 * BLOCK];
    put(header, new int[] {0, 100}, "pax".getBytes());
    put(header, new int[] {124, 12}, String.format(Locale.ROOT, "%011o", size).getBytes());
    put(header, new int[] {257, 8}, "ustar\00000".getBytes());
    header[156] = (byte) (random.nextInt(4) == 0 ? 'g' : 'x');
    byte[] first = Arrays.copyOf(header, BLOCK);
    checksum(first);
    return ByteBuffer.wrap(header).put(0, first).put(BLOCK, records.toByteArray(), 0, size).array();
  }

  // ---- zip

  private static byte[] zip(RandomGenerator random) throws IOException {
    List<String> names = new ArrayList<>();
    int count = random.nextInt(20) == 0 ? random.nextInt(150) : 1 + random.nextInt(4);
    for (int entry = 0; entry < count; entry++) {
      names.add(random.nextInt(3) == 0 ? any(random, NAMES) : "n" + entry);
    }
    byte[] zip = zip(names, random, any(random, ENCODINGS));
    for (int edits = random.nextInt(3); edits > 0; edits--) {
      recordEdited(random, zip);
    }
    return damaged(random, 6, zip);
  }

  /** Puts a number into a field of a local header, of the directory or of its end. */
  private static void recordEdited(RandomGenerator random, byte[] zip) {
    List<Integer> records = new ArrayList<>();
    for (int at = 0; at < zip.length - 4; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] < 9) {
        records.add(at);
      }
    }
    if (records.isEmpty()) {
      return;
    }
    int at = any(random, records) + 4 + random.nextInt(42);
    long value = random.nextInt(3) == 0 ? -1 : random.nextLong() >>> random.nextInt(64);
    for (int i = 0; i < 1 << random.nextInt(3) && at + i < zip.length; i++) {
      zip[at + i] = (byte) (value >> 8 * i);
    }
  }

  private static byte[] zip(List<String> names, String encoding) throws IOException {
    return zip(names, new SplittableRandom(1), encoding);
  }

  private static byte[] zip(List<String> names, RandomGenerator random, String encoding)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.setEncoding(encoding);
      zip.setUseLanguageEncodingFlag(random.nextBoolean());
      for (String name : names) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2020, 1, 1, 0, 0));
        byte[] content = new byte[random.nextInt(100) == 0 ? 1 << 19 : random.nextInt(100)];
        if (random.nextInt(8) == 0 && names.size() > 3) {
          entry.setUnixMode(0120777);
          content = any(random, NAMES).getBytes(StandardCharsets.UTF_8);
        }
        if (entry.isDirectory()) {
          content = new byte[0];
        }
        if (random.nextInt(4) == 0 || entry.isDirectory()) {
          CRC32 crc = new CRC32();
          crc.update(content);
          entry.setMethod(ZipArchiveEntry.STORED);
          entry.setSize(content.length);
          entry.setCrc(crc.getValue());
        }
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  // ---- 7z

  /** Edits the header of an archive, and mostly the checksums of the header too. */
  byte[] makeSevenZip(RandomGenerator random) {
    byte[] bytes = any(random, sevenZips).clone();
    ByteBuffer archive = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int from = SIGNATURE + (int) archive.getLong(12);
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      int at = from + random.nextInt(bytes.length - from);
      bytes[at] =
          (byte)
              (random.nextInt(3) == 0
                  ? random.nextInt(28)
                  : random.nextInt() >> random.nextInt(32));
    }
    if (random.nextInt(8) == 0) {
      archive.putLong(random.nextBoolean() ? 12 : 20, random.nextLong() >>> random.nextInt(64));
    } else {
      archive.putInt(28, crc(bytes, from, bytes.length - from));
    }
    archive.putInt(8, crc(bytes, 12, SIGNATURE - 12));
    return damaged(random, 8, bytes);
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static byte[] sevenZip(SevenZMethodConfiguration method) throws IOException {
    try (SeekableInMemoryByteChannel bytes = new SeekableInMemoryByteChannel()) {
      try (SevenZOutputFile archive = new SevenZOutputFile(bytes)) {
        archive.setContentMethods(List.of(method));
        for (String name : List.of("train/", "train/a/1.jpg", "größe\\2.jpg", "train/link")) {
          SevenZArchiveEntry entry = new SevenZArchiveEntry();
          entry.setName(name);
          entry.setDirectory(name.endsWith("/"));
          if (name.endsWith("link")) {
            entry.setHasWindowsAttributes(true);
            entry.setWindowsAttributes(0120777 << 16 | 0x8000);
          }
          archive.putArchiveEntry(entry);
          if (!entry.isDirectory()) {
            archive.write("a/1.jpg".getBytes(StandardCharsets.UTF_8));
          }
          archive.closeArchiveEntry();
        }
      }
      return Arrays.copyOf(bytes.array(), (int) bytes.size());
    }
  }

  // ---- seeds

  @FunctionalInterface
  private interface Packing {
    byte[] pack(byte[] bytes) throws IOException;
  }

  @FunctionalInterface
  private interface Content {
    void into(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, BLOCK, "UTF-8")) {
      tar.setAddPaxHeadersForNonAsciiNames(true);
      content.into(tar);
    }
    return bytes.toByteArray();
  }

  private static void folder(TarArchiveOutputStream tar, String name) throws IOException {
    put(tar, new TarArchiveEntry(name), 0);
  }

  private static void file(TarArchiveOutputStream tar, String name, int size) throws IOException {
    put(tar, new TarArchiveEntry(name), size);
  }

  private static void link(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    put(tar, entry, 0);
  }

  /** Without the time and the user's name, which would make other inputs of the same number. */
  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int size)
      throws IOException {
    entry.setSize(size);
    entry.setModTime(0);
    entry.setUserName("");
    tar.putArchiveEntry(entry);
    tar.write(new byte[size]);
    tar.closeArchiveEntry();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** With a small dictionary, so that it takes little memory. */
  private static byte[] xz(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    LZMA2Options options = new LZMA2Options(0);
    options.setDictSize(1 << 16);
    try (OutputStream out = new XZOutputStream(packed, options)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static <T> T any(RandomGenerator random, List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
