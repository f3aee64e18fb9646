package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a file system whose times can be set. */
class ContentIndexTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path cache = memory.getPath("/cache");
  private final ImageFile image = new ImageFile(memory.getPath("/1.jpg"), "a/1.jpg");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private void write(String content, Instant changed) throws IOException {
    Files.writeString(image.file(), content);
    Files.setLastModifiedTime(image.file(), FileTime.from(changed));
  }

  private static String sha256(String content) {
    return Digests.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private ContentIndex index() {
    return ContentIndex.open(cache, "/data");
  }

  @Test
  void checksumIsRememberedByLaterProcesses() throws IOException {
    write("first", LONG_AGO);
    ContentIndex index = index();
    assertThat(index.known(image)).isEmpty();
    assertThat(index.sha256(image)).isEqualTo(sha256("first"));
    assertThat(index.known(image)).contains(sha256("first"));
    assertThat(index().known(image)).isEmpty();

    index.save();

    assertThat(index().known(image)).contains(sha256("first"));
    assertThat(ContentIndex.open(cache, "/other").known(image)).isEmpty();
  }

  @Test
  void changedFileIsReadAgain() throws IOException {
    write("first", LONG_AGO);
    ContentIndex index = index();
    index.sha256(image);

    write("other", LONG_AGO.plusSeconds(1));
    assertThat(index.known(image)).isEmpty();
    assertThat(index.sha256(image)).isEqualTo(sha256("other"));

    write("longer", LONG_AGO.plusSeconds(1));
    assertThat(index.sha256(image)).isEqualTo(sha256("longer"));
  }

  @Test
  void aFileThatMayBeBeingWrittenIsNotRemembered() throws IOException {
    write("first", Instant.now());
    ContentIndex index = index();

    assertThat(index.sha256(image)).isEqualTo(sha256("first"));
    assertThat(index.known(image)).isEmpty();
  }

  @Test
  void damagedIndexIsOfNoUseAndDoesNoHarm() throws IOException {
    write("first", LONG_AGO);
    ContentIndex index = index();
    index.sha256(image);
    index.save();
    try (var files = Files.list(cache.resolve("content"))) {
      Files.writeString(
          files.findFirst().orElseThrow(), "vitlora-content/1\na/1.jpg\t\t\n\t\t\t\t");
    }

    assertThat(index().known(image)).isEqualTo(Optional.empty());
    assertThat(index().sha256(image)).isEqualTo(sha256("first"));
  }
}
