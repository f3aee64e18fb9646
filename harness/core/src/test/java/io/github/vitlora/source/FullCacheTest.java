package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.testing.FullDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache without room, or in a place that cannot be written. */
class FullCacheTest {
  private static final int LENGTH = 100_000;

  @TempDir Path folder;
  private final byte[] content = new byte[LENGTH];

  FullCacheTest() {
    new Random(1).nextBytes(content);
  }

  private static Sources sources(Path cache) {
    return new Sources(
        new SourceSettings(cache, Optional.empty(), false),
        Optional.empty(),
        TransferListener.NONE,
        NetworkAccess.ofThisProcess(),
        Duration.ofMillis(1),
        Duration.ofMinutes(1));
  }

  private Path archive() throws IOException {
    Path archive = folder.resolve("images.zip");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("train/one.bin"));
      zip.write(content);
      zip.closeEntry();
    }
    return archive;
  }

  @Test
  void aDownloadWithoutRoomIsSaidAtOnceAndGoesOnLater() throws IOException {
    try (FullDisk disk = FullDisk.of(LENGTH / 2);
        FileServer server = new FileServer()) {
      server.content = content;
      String source = server.address("/file.bin");

      assertThatThrownBy(() -> sources(disk.folder()).resolve(source, Optional.empty()))
          .isInstanceOf(SourceException.class)
          .hasMessageContainingAll(
              source, "file.bin.part", "the disk is full", "-Dvitlora.cache names another");

      assertThat(server.requests()).as("no second attempt").hasSize(1);
      assertThat(disk.files()).noneMatch(file -> file.endsWith("file.bin"));
    }
  }

  @Test
  void anArchiveWithoutRoomIsSaidAndNothingOfItIsKept() throws IOException {
    Path archive = archive();
    try (FullDisk disk = FullDisk.of(LENGTH / 2)) {
      assertThatThrownBy(
              () -> sources(disk.folder()).unpack(archive.toUri().toString(), Optional.empty()))
          .isInstanceOf(SourceException.class)
          .hasMessageContainingAll(
              archive.toString(), "one.bin", "the disk is full", "-Dvitlora.cache names another")
          .hasMessageNotContaining("damaged");

      assertThat(disk.files()).allMatch(file -> file.toString().endsWith(".lock"));
    }
  }

  @Test
  void aFileInThePlaceOfTheCacheIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("cache"), "a file");
    Path archive = archive();

    assertThatThrownBy(() -> sources(file).unpack(archive.toUri().toString(), Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContainingAll(file.toString(), "-Dvitlora.cache names another")
        .hasMessageNotContaining("damaged");
  }
}
