package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources fetched over HTTP, from a server on the loopback that fails on demand. */
class DownloadTest {

  private static final int LENGTH = 300_000;

  @TempDir Path cache;
  private FileServer server;
  private final List<Long> progress = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    server = new FileServer();
    server.content = bytes(1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[LENGTH];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws IOException {
    return Digests.of(bytes);
  }

  private Sources sources(Optional<String> hub) {
    return new Sources(
        new SourceSettings(cache, hub, false),
        Optional.empty(),
        (source, bytes, total) -> progress.add(bytes),
        NetworkAccess.ofThisProcess(),
        Duration.ofMillis(1),
        Duration.ofSeconds(2));
  }

  private Path fetch(Optional<String> sha256) {
    return sources(Optional.empty()).resolve(server.address("/data/file.bin"), sha256);
  }

  @Test
  void landsOnceInTheCache() throws IOException {
    Path first = fetch(Optional.of(sha256(bytes(1))));
    Path second = fetch(Optional.empty());

    assertThat(first).hasBinaryContent(bytes(1)).isEqualTo(second).startsWith(cache);
    assertThat(server.requests()).containsExactly("/data/file.bin");
    assertThat(progress).isSorted().endsWith((long) LENGTH);
  }

  @Test
  void hubAddressIsAskedInsteadOfTheModelHub() {
    Path file =
        sources(Optional.of(server.address("/mirror/")))
            .resolve("hf:owner/repo/model.bin", Optional.empty());

    assertThat(file).hasBinaryContent(bytes(1));
    assertThat(server.requests()).containsExactly("/mirror/owner/repo/model.bin");
  }

  @Test
  void continuesWhereItBrokeOff() throws IOException {
    server.breakAfter = 100_000;

    assertThat(fetch(Optional.of(sha256(bytes(1))))).hasBinaryContent(bytes(1));

    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(1)).matches("/data/file\\.bin bytes=[1-9]\\d*-");
  }

  @Test
  @Timeout(20)
  void silentServerIsGivenUpAndAskedAgain() {
    server.breakAfter = 100_000;
    server.silence = 60_000;

    assertThat(fetch(Optional.empty())).hasBinaryContent(bytes(1));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void beginsAnewWhenTheFileChangedInBetween() throws IOException {
    Path part = new FileCache(cache).part(place());
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1000]);
    Files.writeString(
        part.resolveSibling(part.getFileName() + ".version"),
        server.address("/data/file.bin") + "\n\"v0\"\n");

    assertThat(fetch(Optional.empty())).hasBinaryContent(bytes(1));
    assertThat(server.requests()).containsExactly("/data/file.bin bytes=1000-");
  }

  @Test
  void doesNotContinueBytesOfUnknownOrigin() throws IOException {
    Path part = new FileCache(cache).part(place());
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1000]);

    assertThat(fetch(Optional.empty())).hasBinaryContent(bytes(1));
    assertThat(server.requests()).containsExactly("/data/file.bin");
  }

  @Test
  void otherBytesThanDeclaredAreThrownAway() throws IOException {
    String declared = sha256(bytes(2));

    assertThatThrownBy(() -> fetch(Optional.of(declared)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(server.address("/data/file.bin"))
        .hasMessageContaining(declared);
    assertThat(place()).doesNotExist();
    assertThat(new FileCache(cache).part(place())).doesNotExist();
  }

  @Test
  void cachedFileOfAnotherVersionIsFetchedAgain() throws IOException {
    fetch(Optional.empty());
    server.content = bytes(2);

    assertThat(fetch(Optional.of(sha256(bytes(2))))).hasBinaryContent(bytes(2));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void missingFileIsNotAskedForAgain() {
    server.status = 404;

    assertThatThrownBy(() -> fetch(Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(server.address("/data/file.bin") + " answered with status 404");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void failingServerIsAskedSeveralTimes() {
    server.status = 503;

    assertThatThrownBy(() -> fetch(Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("in 4 attempts")
        .hasMessageContaining("status 503");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void simultaneousRequestsFetchOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Path> task =
          () ->
              new Sources(new SourceSettings(cache, Optional.empty(), false))
                  .resolve(server.address("/data/file.bin"), Optional.empty());
      for (Future<Path> file : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(file.get()).hasBinaryContent(bytes(1));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests()).hasSize(1);
  }

  private Path place() {
    return new FileCache(cache).place(server.address("/data/file.bin"), "file.bin");
  }
}
