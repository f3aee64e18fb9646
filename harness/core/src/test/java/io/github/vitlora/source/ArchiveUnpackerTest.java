package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.management.ThreadMXBean;
import io.github.vitlora.io.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is unpacked, and what is refused. */
class ArchiveUnpackerTest {

  @TempDir Path folder;

  private static void file(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void special(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @FunctionalInterface
  private interface Content {
    void into(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setAddPaxHeadersForNonAsciiNames(true);
      content.into(tar);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] bzip2(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path unpack(byte[] archive) throws IOException {
    return unpack(archive, ArchiveUnpacker.Limits.DEFAULT);
  }

  private Path unpack(byte[] archive, ArchiveUnpacker.Limits limits) throws IOException {
    Path file = Files.write(folder.resolve("archive"), archive);
    return new ArchiveUnpacker(folder.resolve("cache"), limits).unpack(file);
  }

  /** Besides the lock's file. */
  private void assertNothingKept() throws IOException {
    try (Stream<Path> kept = Files.list(folder.resolve("cache/unpacked"))) {
      assertThat(kept).allMatch(path -> path.toString().endsWith(".lock"));
    }
  }

  private static long allocatedBy(ThrowingCallable unpacking) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatCode(unpacking).doesNotThrowAnyException();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void assertRefused(Content content, String reason) throws IOException {
    assertRefused(tar(content), reason);
  }

  private void assertRefused(byte[] archive, String reason) throws IOException {
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(folder.resolve("archive").toString())
        .hasMessageContaining(reason);
    assertNothingKept();
  }

  @Test
  void everyKindOfTarHoldsTheSameFiles() throws IOException {
    byte[] tar =
        tar(
            out -> {
              out.putArchiveEntry(new TarArchiveEntry("./top/"));
              out.closeArchiveEntry();
              file(out, "./top/a b/größe 犬.txt", text("dog"));
            });
    for (byte[] archive : List.of(tar, gzip(tar), bzip2(tar))) {
      assertThat(unpack(archive).resolve("top/a b/größe 犬.txt")).hasContent("dog");
    }
  }

  @Test
  void zipIsUnpacked() throws IOException {
    assertThat(unpack(zip("top/a/1.txt")).resolve("top/a/1.txt")).hasContent("zip");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 93, 95, 99})
  void aZipPackedInAWayThatIsNotReadIsRefused(int method) throws IOException {
    byte[] bytes = zip("a/1.txt");
    for (int i = 0; i + 12 < bytes.length; i++) {
      // The method stands in the entry's own header and in the directory's.
      boolean own = bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 3;
      boolean listed = bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1;
      if (own || listed) {
        bytes[i + (own ? 8 : 10)] = (byte) method;
      }
    }

    assertRefused(bytes, "which is not read. Unpack it by hand and name the folder");
  }

  @Test
  void aZipsNameIsItsUnicodeFieldWhereItsOwnEncodingIsNotSaid() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.setEncoding("Cp437");
      zip.setUseLanguageEncodingFlag(false);
      zip.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.ALWAYS);
      zip.putArchiveEntry(new ZipArchiveEntry("größe/1.txt"));
      zip.write(text("zip"));
      zip.closeArchiveEntry();
    }

    assertThat(unpack(bytes.toByteArray()).resolve("größe/1.txt")).hasContent("zip");
  }

  @Test
  void theFieldsOfAHeaderThatEntriesShareAreNotReadForEach() throws IOException {
    int entries = 200;
    int fields = 65_532;
    ByteBuffer zip = ByteBuffer.allocate(30 + fields + entries * 50 + 22);
    zip.order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x04034b50).putShort(28, (short) fields);
    for (int i = 0; i < entries; i++) {
      int at = 30 + fields + i * 50;
      zip.putInt(at, 0x02014b50).putShort(at + 28, (short) 4).put(at + 46, text("f" + (100 + i)));
    }
    int end = zip.capacity() - 22;
    zip.putInt(end, 0x06054b50).putShort(end + 8, (short) entries);
    zip.putShort(end + 10, (short) entries).putInt(end + 12, entries * 50);
    zip.putInt(end + 16, 30 + fields);
    unpack(zip("loads the classes"));

    assertThat(allocatedBy(() -> unpack(zip.array()))).isLessThan(entries * (1 << 16));
    assertThat(unpack(zip.array()).resolve("f299")).isEmptyFile();
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text("zip"));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void linksWithinBecomeCopies() throws IOException {
    Path content =
        unpack(
            tar(
                out -> {
                  special(out, "b/second", TarConstants.LF_SYMLINK, "first");
                  special(out, "b/first", TarConstants.LF_SYMLINK, "../a/file");
                  file(out, "a/file", text("dog"));
                  special(out, "hard", TarConstants.LF_LINK, "a/file");
                }));

    for (String name : List.of("b/first", "b/second", "hard")) {
      assertThat(content.resolve(name)).hasContent("dog").isRegularFile();
      assertThat(Files.isSymbolicLink(content.resolve(name))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "a/../../out", "/etc/out"})
  void pathsLeadingOutsideAreRefused(String name) throws IOException {
    assertRefused(
        out -> {
          file(out, "good", text("x"));
          file(out, name, text("x"));
        },
        "its entry '" + name + "' is a");
    byte[] zip = zip(name);
    assertThatThrownBy(() -> unpack(zip)).isInstanceOf(SourceException.class);
    assertNothingKept();
  }

  /** Linux and macOS store them; what Windows makes of them, StorableNameTest tells. */
  @ParameterizedTest
  @ValueSource(strings = {"a/C:/x", "a/what?", "nul", "a/COM1.txt", "dot.", "tab\tx", "a\\b/c"})
  @DisabledOnOs(OS.WINDOWS)
  void namesThatWindowsCannotStoreAreUnpackedElsewhere(String name) throws IOException {
    byte[] tar = tar(out -> file(out, name, text("x")));

    assertThat(unpack(tar).resolve(name)).hasContent("x");
  }

  @Test
  void aNameWithAZeroIsRefused() throws IOException {
    byte[] zip = zip("a\0b");
    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("its entry 'a?b' is a name with a zero");
    assertNothingKept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../out", "/etc/passwd"})
  void linksLeadingOutsideAreRefused(String target) throws IOException {
    assertRefused(
        out -> special(out, "a/link", TarConstants.LF_SYMLINK, target),
        "a link that leads outside (" + target + ")");
    assertRefused(
        out -> special(out, "a/link", TarConstants.LF_LINK, "../" + target),
        "a link that leads outside");
  }

  @Test
  void aLinkToNothingLeadsNowhereAndNoOtherIsLost() throws IOException {
    Path content =
        unpack(
            tar(
                out -> {
                  special(out, "a/soft", TarConstants.LF_SYMLINK, "nothing");
                  special(out, "a/hard", TarConstants.LF_LINK, "nothing");
                  special(out, "b", TarConstants.LF_SYMLINK, "a");
                  special(out, "through", TarConstants.LF_SYMLINK, "b/file");
                  file(out, "a/file", text("dog"));
                }));

    for (String name : List.of("a/soft", "a/hard", "b/soft", "b/hard")) {
      assertThat(content.resolve(name)).isSymbolicLink().matches(Files::notExists);
    }
    assertThat(content.resolve("b/file")).hasContent("dog");
    assertThat(content.resolve("through")).hasContent("dog");
    assertThat(content.resolveSibling("complete"))
        .content()
        .contains("2 links lead to no file of the archive, or round in circles (a/hard, a/soft)");
  }

  @Test
  void linksToFoldersBecomeCopiesAsLongAsTheyDoNotLeadRoundInCircles() throws IOException {
    Path content =
        unpack(
            tar(
                out -> {
                  special(out, "a/up", TarConstants.LF_SYMLINK, "..");
                  special(out, "a/self", TarConstants.LF_SYMLINK, "self");
                  special(out, "a/b", TarConstants.LF_SYMLINK, "../b");
                  special(out, "b/a", TarConstants.LF_SYMLINK, "../a");
                  special(out, "c", TarConstants.LF_SYMLINK, "./a/../d//");
                  special(out, "d/of-a-file", TarConstants.LF_SYMLINK, "../a/file");
                  file(out, "a/file", text("dog"));
                  file(out, "b/file", text("cat"));
                }));

    assertThat(content.resolve("c/of-a-file")).hasContent("dog");
    assertThat(content.resolve("a/b/file")).hasContent("cat");
    assertThat(content.resolve("b/a/file")).hasContent("dog");
    assertThat(content.resolve("a/up")).isSymbolicLink().matches(Files::notExists);
    assertThat(content.resolve("a/self")).isSymbolicLink().matches(Files::notExists);
  }

  @Test
  void foldersOfLinksToFoldersOfLinksAreNoBomb() throws IOException {
    byte[] archive =
        tar(
            out -> {
              file(out, "0/file", text("dog"));
              for (int level = 1; level < 30; level++) {
                special(out, level + "/one", TarConstants.LF_SYMLINK, "../" + (level - 1));
                special(out, level + "/two", TarConstants.LF_SYMLINK, "../" + (level - 1));
              }
            });

    assertThatThrownBy(
            () -> unpack(archive, new ArchiveUnpacker.Limits(1_000, 1 << 20, 100, 1 << 20, 0)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("more than 1000 entries");
    assertNothingKept();
  }

  /** Without a bound on their number the time would be three to the power of it. */
  @Test
  void linksThroughLinksThroughLinksTakeNoTime() throws IOException {
    byte[] archive =
        tar(
            out -> {
              out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
              for (int link = 0; link < 60; link++) {
                String next = (link + 1) + "/../";
                special(out, "" + link, TarConstants.LF_SYMLINK, next.repeat(3) + "f");
              }
              file(out, "60/f", text("dog"));
              file(out, "f", text("dog"));
            });

    Path content = assertTimeout(Duration.ofSeconds(30), () -> unpack(archive));

    assertThat(content.resolve("59")).hasContent("dog");
    assertThat(content.resolve("0")).isSymbolicLink();
  }

  @Test
  void whatOperatingSystemsLeaveIsPassedOver() throws IOException {
    byte[] archive =
        tar(
            out -> {
              for (String name :
                  List.of(
                      "__MACOSX/photos/._1.png",
                      "photos/__MACOSX/x",
                      "photos/cat/._1.png",
                      "photos/cat/.DS_Store",
                      "photos/cat/Thumbs.db",
                      "photos/cat/desktop.ini",
                      "photos/cat/Icon\r",
                      "@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg",
                      "$RECYCLE.BIN/1.png",
                      "System Volume Information/WPSettings.dat",
                      "lost+found/1.png")) {
                file(out, name, text("x"));
                file(out, name, text("again"));
              }
              special(out, "__MACOSX/link", TarConstants.LF_SYMLINK, "/outside");
              file(out, "photos/cat/1.png", text("cat"));
            });

    try (Stream<Path> unpacked = Files.walk(unpack(archive))) {
      assertThat(unpacked.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("1.png");
    }
  }

  @Test
  void whatIsPassedOverCountsAllTheSame() throws IOException {
    byte[] bomb = gzip(tar(out -> file(out, "__MACOSX/zeros", new byte[80 << 20])));

    assertThatThrownBy(() -> unpack(bomb)).hasMessageContaining("more than 100 times its own size");
  }

  @Test
  void devicesAreRefused() throws IOException {
    for (byte type : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
      assertRefused(out -> special(out, "device", type, ""), "neither a file, a folder nor a link");
    }
  }

  @Test
  void entriesThatAreThereTwiceAreRefused() throws IOException {
    assertRefused(
        out -> {
          file(out, "a/x", text("first"));
          file(out, "./a/x", text("second"));
        },
        "there twice");
  }

  @Test
  void aLinkToWhatIsNoPathIsRefused() throws IOException {
    assertRefused(
        out -> {
          TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
          // Long enough for a record of its own, which is not cut at the zero.
          out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
          link.setLinkName("a\0" + "b".repeat(100));
          out.putArchiveEntry(link);
          out.closeArchiveEntry();
        },
        "its entry 'link' is a link to what is no path");
  }

  @Test
  void headersThatNoEntryFollowsAreRefused() throws IOException {
    byte[] header = Arrays.copyOf(tar(out -> special(out, "x", (byte) 'x', "")), 512);
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      headers.write(header);
    }

    assertThatThrownBy(() -> unpack(gzip(headers.toByteArray())))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("thousands of headers in a row");
    assertNothingKept();
  }

  @ParameterizedTest
  @ValueSource(chars = {'L', 'K', 'x', 'g'})
  void aHeaderOfAnyLengthIsNotTakenIntoMemory(char type) throws IOException {
    byte[] header = new byte[512];
    byte[] content = text("33554432 comment=" + "n".repeat((32 << 20) - 18) + "\n");
    TarArchiveEntry describes = new TarArchiveEntry("x", (byte) type);
    describes.setSize(content.length);
    describes.writeEntryHeader(header);
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.write(header);
    tar.write(content);
    tar.write(tar(out -> file(out, "x", new byte[1])));
    byte[] bomb = gzip(tar.toByteArray());
    assertThat(bomb).hasSizeLessThan(1 << 16);

    assertThat(
            allocatedBy(
                () ->
                    assertThatThrownBy(() -> unpack(bomb))
                        .isInstanceOf(SourceException.class)
                        .hasMessageContaining("thousands of headers in a row")))
        .isLessThan(16 << 20);
    assertNothingKept();
  }

  @Test
  void aLinkOfAnyLengthIsNotTakenIntoMemory() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      ZipArchiveEntry link = new ZipArchiveEntry("a/link");
      link.setUnixMode(0120777);
      zip.putArchiveEntry(link);
      zip.write(new byte[32 << 20]);
      zip.closeArchiveEntry();
    }

    assertThat(
            allocatedBy(
                () ->
                    assertThatThrownBy(() -> unpack(bytes.toByteArray()))
                        .isInstanceOf(SourceException.class)
                        .hasMessageContaining("its link 'a/link' leads to what is too long")))
        .isLessThan(16 << 20);
    assertNothingKept();
  }

  @Test
  void linksOfAZipBecomeCopies() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      ZipArchiveEntry link = new ZipArchiveEntry("a/link");
      link.setUnixMode(0120777);
      zip.putArchiveEntry(link);
      zip.write(text("../größe"));
      zip.closeArchiveEntry();
      zip.putArchiveEntry(new ZipArchiveEntry("größe"));
      zip.write(text("dog"));
      zip.closeArchiveEntry();
    }

    assertThat(unpack(bytes.toByteArray()).resolve("a/link")).hasContent("dog").isRegularFile();
  }

  @Test
  void aFolderOfALongPathTakesLittleMemory() throws IOException {
    Path archive = folder.resolve("archive");
    String path = "a/".repeat(2_000);
    UnpackTarget.path(path, archive);

    assertThat(allocatedBy(() -> UnpackTarget.path(path, archive))).isLessThan(400_000);
  }

  @Test
  void aSmallFileTakesNoBufferOfItsOwn() throws IOException {
    byte[] archive =
        tar(
            out -> {
              for (int i = 0; i < 200; i++) {
                file(out, "f" + i, new byte[1]);
              }
            });
    unpack(tar(out -> file(out, "loads the classes", new byte[1])));

    assertThat(allocatedBy(() -> unpack(archive))).isLessThan(200 * (1 << 15));
  }

  @Test
  void bombsAreRefused() throws IOException {
    byte[] bomb = gzip(tar(out -> file(out, "zeros", new byte[80 << 20])));

    assertThatThrownBy(() -> unpack(bomb))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("more than 100 times its own size");
    assertNothingKept();
  }

  @Test
  void limitsOnEntriesAndBytesHold() throws IOException {
    byte[] archive =
        tar(
            out -> {
              file(out, "a", new byte[10]);
              file(out, "b", new byte[10]);
            });

    assertThatThrownBy(() -> unpack(archive, new ArchiveUnpacker.Limits(1, 100, 100, 100, 0)))
        .hasMessageContaining("more than 1 entries");
    assertThatThrownBy(() -> unpack(archive, new ArchiveUnpacker.Limits(2, 19, 100, 100, 0)))
        .hasMessageContaining("more than 19 bytes");
    assertThat(unpack(archive, new ArchiveUnpacker.Limits(2, 20, 100, 100, 0)).resolve("b"))
        .hasSize(10);
  }

  @Test
  void archivesCutOffAnywhereAreRefused() throws IOException {
    byte[] tar =
        tar(
            out -> {
              file(out, "a", new byte[1500]);
              file(out, "b", new byte[1500]);
            });
    byte[] packed = gzip(tar);
    byte[] packedInBlocks = bzip2(tar);
    // Within a file, between two entries, and within the packing's closing checksum.
    List<byte[]> cut =
        List.of(
            Arrays.copyOf(tar, 1000),
            Arrays.copyOf(tar, 512 + 1536),
            Arrays.copyOf(packed, packed.length / 2),
            Arrays.copyOf(packed, packed.length - 3),
            Arrays.copyOf(packedInBlocks, packedInBlocks.length / 2),
            Arrays.copyOf(packedInBlocks, packedInBlocks.length - 3),
            Arrays.copyOf(zip("a", "b"), 100));
    for (byte[] archive : cut) {
      assertThatThrownBy(() -> unpack(archive))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("could not be unpacked");
      assertNothingKept();
    }
  }

  @Test
  void halfUnpackedFolderIsNotTakenForWhole() throws IOException {
    byte[] archive = tar(out -> file(out, "a", text("whole")));
    Path content = unpack(archive);
    Files.delete(content.resolveSibling("complete"));
    Files.delete(content.resolve("a"));
    Files.writeString(content.resolve("stray"), "x");

    assertThat(unpack(archive).resolve("a")).hasContent("whole");
    assertThat(content.resolve("stray")).doesNotExist();
  }

  @Test
  void whatAnEarlierVersionUnpackedIsNotMistaken() throws IOException {
    byte[] archive = tar(out -> file(out, "a", text("new")));
    String checksum = Digests.of(archive);
    Path earlier = folder.resolve("cache/unpacked").resolve(checksum);
    Files.createDirectories(earlier.resolve("content"));
    Files.writeString(earlier.resolve("content/a"), "old");
    Files.writeString(earlier.resolve("complete"), "archive\n1 entries\n3 bytes\n");

    assertThat(unpack(archive).resolve("a")).hasContent("new");
    assertThat(earlier.resolve("content/a")).hasContent("old");
  }

  @Test
  void unpackedFolderIsUsedAgain() throws IOException {
    byte[] archive = tar(out -> file(out, "a", text("x")));
    Path content = unpack(archive);
    Files.writeString(content.resolve("trace"), "still here");

    assertThat(unpack(archive).resolve("trace")).exists();
  }

  @Test
  void simultaneousUnpackersWaitForEachOther() throws Exception {
    byte[] archive = tar(out -> file(out, "a", new byte[1 << 20]));
    Path file = Files.write(folder.resolve("archive"), archive);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Path> task =
          () ->
              new ArchiveUnpacker(folder.resolve("cache"), ArchiveUnpacker.Limits.DEFAULT)
                  .unpack(file);
      for (Future<Path> content : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(content.get().resolve("a")).hasSize(1 << 20);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
