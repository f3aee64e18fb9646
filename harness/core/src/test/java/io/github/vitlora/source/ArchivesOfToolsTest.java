package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.vitlora.io.StorableName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream.UnicodeExtraFieldPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/** Archives as the tools make them that people have; archives.sh made most of them. */
class ArchivesOfToolsTest {

  @TempDir Path folder;

  private static byte[] resource(String name) throws IOException {
    try (var in = ArchivesOfToolsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private Path unpack(byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("archive"), archive);
    return new ArchiveUnpacker(folder.resolve("cache"), ArchiveUnpacker.Limits.DEFAULT)
        .unpack(file);
  }

  private Map<String, String> files(byte[] archive) throws IOException {
    Path content = unpack(archive);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(content)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        assertThat(file).isRegularFile().matches(each -> !Files.isSymbolicLink(each));
        List<String> parts = new ArrayList<>();
        content.relativize(file).forEach(part -> parts.add(StorableName.ownName(part)));
        files.put(String.join("/", parts), Files.readString(file).strip());
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v7.tar.gz",
        "ustar.tar.bz2",
        "oldgnu.tar.xz",
        "gnu.tar.zst",
        "pax-0.0.tar.xz",
        "pax-0.1.tar.xz",
        "pax-1.0.tar.xz",
        "bsdtar.tar.zst",
        "bsdtar.zip",
        "bsdtar.7z",
        "info-zip.zip",
        "streamed.zip",
        "deflate64.zip",
        "7z",
        "bzip2.7z"
      })
  void theSamePicturesComeFromEveryTool(String kind) throws IOException {
    Map<String, String> files = files(resource("pets." + kind));

    String sparse = files.remove("pets/dog/sparse.png");
    assertThat(sparse).hasSize((1 << 20) + 3).endsWith("\0end").startsWith("\0");
    assertThat(files)
        .containsOnly(
            Map.entry("pets/cat/größe.png", "cat"),
            Map.entry("pets/tom/größe.png", "cat"),
            Map.entry("pets/dog/a?1.png", "dog"),
            Map.entry("pets/dog/hard.png", "dog"),
            Map.entry("pets/dog/again.png", "cat"));
  }

  /** A tar that is not packed must have its end, which sparse files make hard to find. */
  @ParameterizedTest
  @ValueSource(strings = {"oldgnu", "pax-0.0", "pax-0.1", "pax-1.0"})
  void sparseFilesOfAPlainTarAreRead(String kind) throws IOException {
    byte[] packed = resource("pets." + kind + ".tar.xz");
    byte[] tar;
    try (XZInputStream in = new XZInputStream(new ByteArrayInputStream(packed))) {
      tar = in.readAllBytes();
    }

    assertThat(files(tar).get("pets/dog/sparse.png")).hasSize((1 << 20) + 3).endsWith("end");
    byte[] cut = Arrays.copyOf(tar, tar.length - 1024);
    assertThatThrownBy(() -> unpack(cut)).hasMessageContaining("it ends without tar's closing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          encrypted.zip        | is encrypted
          encrypted-aes.zip    | is encrypted
          encrypted.7z         | is encrypted
          encrypted-content.7z | is encrypted
          lzma.zip             | in it is packed by LZMA, which is not read. Unpack it by hand
          ppmd.7z              | Unsupported compression method
          wide.tar.zst         | unpack it by hand: zstd -d
          """)
  void whatIsNotReadIsSaid(String name, String said) throws IOException {
    byte[] archive = resource(name);
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(said);
  }

  @Test
  void anArchiveThatTakesMuchMemoryIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("archive"), resource("wide.tar.xz"));
    ArchiveUnpacker unpacker =
        new ArchiveUnpacker(
            folder.resolve("cache"), new ArchiveUnpacker.Limits(10, 1 << 20, 1, 1 << 20, 1 << 16));

    assertThatThrownBy(() -> unpacker.unpack(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("it takes 1,024 MiB of memory to unpack. Give Java more (-Xmx)");
  }

  // ---- names

  private static byte[] zip(String encoding, int platform, String... names) throws IOException {
    return zip(encoding, platform, UnicodeExtraFieldPolicy.NEVER, names);
  }

  private static byte[] zip(
      String encoding, int platform, UnicodeExtraFieldPolicy policy, String... names)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.setEncoding(encoding);
      zip.setUseLanguageEncodingFlag(false);
      zip.setCreateUnicodeExtraFields(policy);
      for (String name : names) {
        ZipArchiveEntry entry = new NamedEntry(name);
        if (platform == ZipArchiveEntry.PLATFORM_UNIX) {
          entry.setUnixMode(0100644);
        }
        zip.putArchiveEntry(entry);
        zip.write(name.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Leaves backslashes, which the library has as slashes. */
  private static final class NamedEntry extends ZipArchiveEntry {
    private final String name;

    NamedEntry(String name) {
      super("x");
      this.name = name;
    }

    @Override
    public String getName() {
      return name == null ? super.getName() : name;
    }
  }

  /** Each file holds its own name. */
  private void assertNamesAreRead(byte[] zip) throws IOException {
    assertThat(files(zip)).isNotEmpty().allSatisfy((name, own) -> assertThat(name).isEqualTo(own));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UTF-8          | größe/1.png | 猫/2.png
          IBM437         | größe/1.png | Äpfel/2.png
          IBM437         | forêt/1.png | été/2.png
          windows-1252   | größe/1.png | Äpfel/2.png
          windows-1252   | forêt/1.png | niño/2.png
          IBM850         | coração/1.png | maçã/2.png
          windows-31j    | 猫/1.png | 犬/2.png
          windows-31j    | 表示/ソフト.png | いぬ/2.png
          windows-31j    | 写真1A.png | 花/2.png
          GBK            | 猫/1.png | 狗/2.png
          GBK            | 苹果/1.png | 香蕉/2.png
          GBK            | 正常/1.png | 异常/2.png
          x-windows-950  | 貓/1.png | 狗/2.png
          x-windows-950  | 蘋果/1.png | 測試/2.png
          x-windows-949  | 고양이/1.png | 개/2.png
          x-windows-949  | 자동차/1.png | 비행기/2.png
          IBM866         | кот/1.png | Собака/2.png
          windows-1251   | кот/1.png | Собака/2.png
          IBM852         | kočka/1.png | ryś/2.png
          """)
  void namesOfEveryCodePageAreRead(String encoding, String one, String other) throws IOException {
    assertNamesAreRead(zip(encoding, ZipArchiveEntry.PLATFORM_UNIX, one, other));
  }

  @Test
  void whatIsTakenForTheEncodingIsNoted() throws IOException {
    Path content = unpack(zip("GBK", ZipArchiveEntry.PLATFORM_UNIX, "猫/1.png", "狗/2.png"));

    assertThat(content.resolveSibling("complete"))
        .content()
        .endsWith("it does not say the encoding of its names, which are taken for GBK\n");
  }

  @Test
  void theUnicodeFieldOfInfoZipCounts() throws IOException {
    // In Cyrillic the encoding has question marks.
    assertNamesAreRead(
        zip(
            "IBM437",
            ZipArchiveEntry.PLATFORM_UNIX,
            UnicodeExtraFieldPolicy.ALWAYS,
            "größe/1.png",
            "кот/2.png"));
  }

  @Test
  void backslashesOfWindowsPartFolders() throws IOException {
    assertThat(files(zip("UTF-8", ZipArchiveEntry.PLATFORM_FAT, "a\\b\\1.png", "a\\c/2.png")))
        .containsOnlyKeys("a/b/1.png", "a/c/2.png");
    assertThat(files(zip("UTF-8", ZipArchiveEntry.PLATFORM_UNIX, "a\\b\\1.png", "a\\c\\2.png")))
        .containsOnlyKeys("a/b/1.png", "a/c/2.png");
    byte[] upwards = zip("UTF-8", ZipArchiveEntry.PLATFORM_FAT, "..\\out");
    assertThatThrownBy(() -> unpack(upwards)).hasMessageContaining("leads upwards");
  }

  @Test
  void backslashesOfUnixArePartOfNames() throws IOException {
    assertNamesAreRead(zip("UTF-8", ZipArchiveEntry.PLATFORM_UNIX, "a/b\\1.png", "a/c/2.png"));
  }

  @Test
  void namesOfATarThatAreNotInUtf8StayApart() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "GBK")) {
      for (String name : List.of("正/1.png", "异/2.png")) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }

    assertThat(files(bytes.toByteArray())).containsOnlyKeys("Õý/1.png", "Òì/2.png");
  }

  @Test
  void namesOfPaxThatAreNotInUtf8AreRefusedSinceTwoMayBecomeOne() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setAddPaxHeadersForNonAsciiNames(true);
      tar.putArchiveEntry(new TarArchiveEntry("猫/1.png"));
      tar.closeArchiveEntry();
    }
    byte[] archive = bytes.toByteArray();
    for (int at = 512; at < 1024; at++) {
      // The record's own text is ASCII.
      archive[at] = archive[at] < 0 ? (byte) 0xff : archive[at];
    }

    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(
            "is not in UTF-8, as pax has it; pack the folder by tar --format=gnu");
  }

  @Test
  void namesThatWindowsCannotStoreAreStoredForItOtherwise() throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      Path root = Files.createDirectory(windows.getPath("C:\\content"));
      unpackInto(root, tar("a?1.png", "aux.png", "dog./CON", "a:b\\c|d.png"));

      assertThat(root.resolve("a\uf03f1.png")).hasContent("a?1.png");
      assertThat(root.resolve("\uf061ux.png")).hasContent("aux.png");
      assertThat(root.resolve("dog\uf02e").resolve("\uf043ON")).hasContent("dog./CON");
      assertThat(root.resolve("a\uf03ab\uf05cc\uf07cd.png")).hasContent("a:b\\c|d.png");
    }
  }

  @ParameterizedTest
  @CsvSource({"cat/1.png, Cat/2.png", "1.png, 1.PNG"})
  void namesThatTheFileSystemTakesForTheSameNeverFallTogether(String one, String other)
      throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      Path root = Files.createDirectory(windows.getPath("C:\\content"));

      assertThatThrownBy(() -> unpackInto(root, tar(one, other)))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(
              "takes its entry '%s' for '%s', which is another"
                  .formatted(other.replace("/2.png", ""), one.replace("/1.png", "")));
    }
    assertThat(files(tar(one, other))).containsOnlyKeys(one, other);
  }

  private void unpackInto(Path root, byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("archive"), archive);
    UnpackTarget target = new UnpackTarget(file, root, ArchiveUnpacker.Limits.DEFAULT);
    ArchiveReader.read(file, target, 0);
    target.finish();
  }

  /** Each file holds its own name. */
  private static byte[] tar(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (String name : names) {
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  // ---- what is no archive, or not the whole

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <!DOCTYPE html><html>not found | is a web page in place of an archive
          '  \n<HTML lang="en">' | is a web page in place of an archive
          version https://git-lfs.github.com/spec/v1 | is a pointer of Git LFS in place of an archive
          {"error": "not found"} | is a text in place of an archive, which begins '{"error": "not found"}'
          Rar!\u001a\u0007 | is packed by RAR, which is not read
          MSCF | is packed by Cabinet, which is not read
          ÿØÿà | neither a tar, plain or packed by gzip, bzip2, xz or zstd, nor a zip, nor a 7z
          '' | is empty
          """)
  void somethingElseIsNamedForWhatItIs(String content, String said) {
    assertThatThrownBy(() -> unpack(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(said);
  }

  @Test
  void onePackedFileIsNoArchive() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("image,label\n1.png,cat\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> unpack(packed.toByteArray()))
        .hasMessageContaining("it is one packed file and no tar");
  }

  @Test
  void anArchiveOfArchivesIsRefused() throws IOException {
    byte[] nested = tar("train.zip", "test.tar.gz", "README.md");
    assertThatThrownBy(() -> unpack(nested))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("it holds archives alone (train.zip, test.tar.gz)");
    assertThat(files(tar("train.zip", "1.png"))).hasSize(2);
  }

  @Test
  void aPartOfASplitZipIsRefusedWithWhatJoinsIt() throws IOException {
    byte[] zip = zip("UTF-8", ZipArchiveEntry.PLATFORM_UNIX, "1.png");
    byte[] last = Arrays.copyOfRange(zip, 30, zip.length);
    ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).putShort(last.length - 22 + 4, (short) 1);
    ByteBuffer first = ByteBuffer.allocate(50);
    first.put(new byte[] {'P', 'K', 7, 8}).put(zip, 0, 40);

    for (byte[] part : List.of(first.array(), last)) {
      assertThatThrownBy(() -> unpack(part))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("one part of a split zip")
          .hasMessageContaining("zip -s 0 NAME.zip --out whole.zip");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pets.7z", "pets.bsdtar.zip"})
  void partsOfASplitFileAreRefusedWithWhatJoinsThem(String name) throws IOException {
    byte[] whole = resource(name);
    int half = whole.length / 2;
    for (byte[] part :
        List.of(Arrays.copyOf(whole, half), Arrays.copyOfRange(whole, half, whole.length))) {
      Path file = Files.write(folder.resolve(name + ".001"), part);
      assertThatThrownBy(
              () ->
                  new ArchiveUnpacker(folder.resolve("cache"), ArchiveUnpacker.Limits.DEFAULT)
                      .unpack(file))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("by its name it is one part of several. Join them");
    }
  }

  @Test
  void aTarWhoseHeaderIsDamagedIsRefused() throws IOException {
    byte[] tar = tar("1.png", "2.png");
    tar[1024] ^= 1;

    assertThatThrownBy(() -> unpack(tar)).hasMessageContaining("differs from its checksum");
  }

  @Test
  void aZipWithSomethingBeforeItIsRead() throws IOException {
    byte[] zip = zip("UTF-8", ZipArchiveEntry.PLATFORM_UNIX, "1.png");
    byte[] withProgram = new byte[zip.length + 100];
    System.arraycopy(zip, 0, withProgram, 100, zip.length);

    assertThat(files(withProgram)).containsOnlyKeys("1.png");
  }

  @Test
  void aDamagedFileOfAZipIsNoticed() throws IOException {
    byte[] zip = zip("UTF-8", ZipArchiveEntry.PLATFORM_UNIX, "1.png");
    int directory = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    // Its checksum.
    zip[directory + 16] ^= 1;

    assertThatThrownBy(() -> unpack(zip)).hasMessageContaining("differs from its checksum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pets.7z", "pets.gnu.tar.zst", "pets.oldgnu.tar.xz", "pets.bsdtar.zip"})
  void archivesCutOffAnywhereAreRefused(String name) throws IOException {
    byte[] whole = resource(name);
    for (int length = 1; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> unpack(cut)).isInstanceOf(SourceException.class);
    }
    try (Stream<Path> kept = Files.list(folder.resolve("cache/unpacked"))) {
      assertThat(kept).allMatch(path -> path.toString().endsWith(".lock"));
    }
  }

  @Test
  void aPackingOfAnyLengthIsReadToItsEnd() throws IOException {
    byte[] tar = tar("a/1.png", "b/2.png");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int half = 0; half < 2; half++) {
      try (OutputStream out = new ZstdOutputStream(packed)) {
        out.write(tar, half * 700, half == 0 ? 700 : tar.length - 700);
      }
    }

    assertThat(files(packed.toByteArray())).containsOnlyKeys("a/1.png", "b/2.png");
  }
}
