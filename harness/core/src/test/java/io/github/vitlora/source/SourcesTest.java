package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that need no network. */
class SourcesTest {

  @TempDir Path folder;

  private Sources sources(String hub) {
    return new Sources(new SourceSettings(folder.resolve("cache"), Optional.ofNullable(hub), true));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void hubFolderStandsForTheModelHub() throws IOException {
    Path file = write("hub/owner/repo/sub/model.safetensors", "weights");

    Path found =
        sources(folder.resolve("hub").toString())
            .resolve("hf:owner/repo/sub/model.safetensors", Optional.of(Digests.ofText("weights")));

    assertThat(found).isEqualTo(file);
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void hubFolderStandsForTheWebByTheLastSegment() throws IOException {
    Path file = write("hub/pictures.tgz", "archive");

    Path found =
        sources(folder.resolve("hub").toUri().toString())
            .resolve("https://example.org/a/b/pictures.tgz?version=2", Optional.empty());

    assertThat(found).isEqualTo(file);
  }

  @Test
  void aPinnedRevisionHasAFolderOfItsOwnInTheHub() throws IOException {
    Path newest = write("hub/owner/repo/model.bin", "newest");
    Path pinned = write("hub/owner/repo@v1/model.bin", "first");
    Sources sources = sources(folder.resolve("hub").toString());

    assertThat(sources.resolve("hf:owner/repo@main/model.bin", Optional.empty())).isEqualTo(newest);
    assertThat(sources.resolve("hf:owner/repo@v1/model.bin", Optional.empty())).isEqualTo(pinned);
  }

  @Test
  void missingFileOfTheHubIsNamedWithItsPlace() throws IOException {
    Path hub = Files.createDirectories(folder.resolve("hub"));

    assertThatThrownBy(
            () -> sources(hub.toString()).resolve("hf:owner/repo/model.bin", Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("hf:owner/repo/model.bin")
        .hasMessageContaining("the hub at " + hub + " has no such file")
        .hasMessageContaining("expected it at " + hub.resolve("owner/repo/model.bin"));
  }

  @Test
  void otherBytesThanDeclaredAreNeverReturned() throws IOException {
    Path file = write("weights.bin", "damaged");

    assertThatThrownBy(
            () ->
                sources(null)
                    .resolve(file.toUri().toString(), Optional.of(Digests.ofText("weights"))))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("has sha256 " + Digests.ofText("damaged"))
        .hasMessageContaining("declared is " + Digests.ofText("weights"));
  }

  @Test
  void checksumsAreComparedInAnyCase() throws IOException {
    Path file = write("weights.bin", "weights");
    String upper = Digests.ofText("weights").toUpperCase(Locale.ROOT);

    assertThat(sources(null).resolve(file.toString(), Optional.of(upper))).isEqualTo(file);
  }

  @Test
  void somethingElseThanAChecksumIsRefused() {
    assertThatThrownBy(() -> sources(null).resolve("file:/x", Optional.of("abc")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("not 64 hexadecimal digits: 'abc'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.bin", "with space.bin", "größe 50%20.bin", "犬.bin"})
  void fileSourcesMayBePathsOrAddresses(String name) throws IOException {
    Path file = write("a folder/" + name, "x");

    assertThat(sources(null).resolve(file.toUri().toString(), Optional.empty())).isEqualTo(file);
    assertThat(sources(null).resolve("file:" + file, Optional.empty())).isEqualTo(file);
    assertThat(sources(null).resolve(file.toString(), Optional.empty())).isEqualTo(file);
  }

  @Test
  void missingFileAndFolderAreToldApart() {
    assertThatThrownBy(() -> sources(null).resolve(folder.toString(), Optional.empty()))
        .hasMessageContaining(folder + " is a folder");
    assertThatThrownBy(
            () -> sources(null).resolve(folder.resolve("none").toString(), Optional.empty()))
        .hasMessageContaining(folder.resolve("none") + " does not exist");
  }

  @Test
  void resourcesAreCopiedToTheCache() throws IOException {
    String source = "classpath:/io/github/vitlora/image/grey.png";

    Path first = sources(null).resolve(source, Optional.empty());
    Path second = sources(null).resolve(source, Optional.of(Digests.ofFile(first)));

    assertThat(first).startsWith(folder.resolve("cache")).hasFileName("grey.png");
    assertThat(second).isEqualTo(first);
    assertThat(first.resolveSibling("grey.png.part")).doesNotExist();
  }

  @Test
  void missingResourceIsNamed() {
    assertThatThrownBy(() -> sources(null).resolve("classpath:no/such.bin", Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("not on the class path: no/such.bin");
  }

  @Test
  void mavenArtifactsComeFromTheFetcher() throws IOException {
    Path jar = write("repository/a-1.jar", "jar");
    SourceSettings settings = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);
    Sources sources =
        new Sources(
            settings,
            Optional.of(coordinates -> jar.resolveSibling(coordinates.split(":")[1] + "-1.jar")),
            TransferListener.NONE,
            NetworkAccess.ofThisProcess());

    assertThat(sources.resolve("maven:g:a:1", Optional.empty())).isEqualTo(jar);
    assertThatThrownBy(() -> new Sources(settings).resolve("maven:g:a:1", Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("only a Maven build can resolve");
  }

  @Test
  void offlineBuildSaysWhatIsMissing() {
    assertThatThrownBy(() -> sources(null).resolve("https://example.org/a.tgz", Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("https://example.org/a.tgz")
        .hasMessageContaining("not in the cache")
        .hasMessageContaining("offline");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:owner/repo@/model.bin",
        "hf:owner/repo@../model.bin",
        "hf:owner@v1/repo/model.bin",
        "hf:owner/model.bin",
        "hf:owner/repo/../x",
        "ftp://h/x",
        "https://host/",
        "s3:b"
      })
  void malformedSourcesAreRefused(String source) {
    assertThatThrownBy(() -> sources(null).resolve(source, Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(source);
  }
}
