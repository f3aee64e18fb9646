package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model hub's own tools are told, and what they leave on a machine. */
class HubEnvironmentTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final URI FILE = URI.create("https://huggingface.co/o/r/resolve/main/m.bin");

  @TempDir Path home;

  private HubEnvironment environment(Map<String, String> variables) {
    return new HubEnvironment(variables, Optional.of(home));
  }

  @ParameterizedTest
  @CsvSource({
    "HF_HUB_CACHE, /big/hub, /big/hub",
    "HUGGINGFACE_HUB_CACHE, /old/hub, /old/hub",
    "HF_HOME, /big/hf, /big/hf/hub",
    "HF_HOME, ~/hf, HOME/hf/hub",
    "XDG_CACHE_HOME, /xdg, /xdg/huggingface/hub",
    "HF_HOME, '', HOME/.cache/huggingface/hub"
  })
  void theCacheLiesWhereTheVariablesSay(String variable, String value, String cache) {
    assertThat(environment(Map.of(variable, value)).cache())
        .contains(Path.of(cache.replace("HOME", home.toString())));
  }

  @Test
  void withoutAHomeThereIsNoCache() {
    assertThat(new HubEnvironment(Map.of(), Optional.empty()).cache()).isEmpty();
  }

  @Test
  void theTokenOfTheToolsIsFoundInTheirFolder() throws IOException {
    assertThat(environment(Map.of()).keptToken()).isEmpty();
    Path kept = Files.createDirectories(home.resolve(".cache/huggingface")).resolve("token");
    Files.writeString(kept, "hf_kept\n");

    Authorization token = environment(Map.of()).keptToken().orElseThrow();

    assertThat(token.header()).isEqualTo("Bearer hf_kept");
    assertThat(token.origin()).isEqualTo(kept.toString());
    assertThat(environment(Map.of("HF_HOME", "/nowhere")).keptToken()).isEmpty();
    assertThat(environment(Map.of("HF_TOKEN_PATH", "~/.cache/huggingface/token")).keptToken())
        .isPresent();
    NetworkAccess access = new ProcessAccess(environment(Map.of("HF_TOKEN", "hf_named")));
    assertThat(access.authorization(FILE).orElseThrow().origin())
        .as("the variable goes first")
        .isEqualTo("HF_TOKEN");
  }

  @Test
  void anotherEndpointStandsForTheHubAndGetsItsToken() {
    NetworkAccess access =
        new ProcessAccess(
            environment(
                Map.of("HF_ENDPOINT", "https://mirror.example/api/hub/", "HF_TOKEN", "hf_x")));
    URI mirrored = URI.create("https://mirror.example/api/hub/o/r/resolve/main/m.bin");

    assertThat(access.route(FILE)).isEqualTo(mirrored);
    assertThat(access.route(URI.create("https://example.org/a?b=c")))
        .isEqualTo(URI.create("https://example.org/a?b=c"));
    assertThat(access.authorization(mirrored)).isPresent();
    assertThat(access.authorization(FILE)).as("the token is the mirror's").isEmpty();
    assertThat(access.authorization(URI.create("https://mirror.example/other"))).isEmpty();
  }

  @Test
  void anEndpointThatIsNoAddressIsToldByItsName() {
    NetworkAccess access = new ProcessAccess(environment(Map.of("HF_ENDPOINT", "mirror")));

    assertThatThrownBy(() -> access.route(FILE))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("HF_ENDPOINT")
        .hasMessageContaining("'mirror' names no host");
  }

  @Test
  void aMirrorsAddressIsInItsErrors() throws IOException {
    try (ScriptedServer mirror = new ScriptedServer()) {
      HubEnvironment environment =
          environment(Map.of("HF_ENDPOINT", mirror.address("/hub").toString()));
      Sources sources =
          new Sources(
              settings(Optional.empty(), false),
              Optional.empty(),
              TransferListener.NONE,
              new ProcessAccess(environment),
              Duration.ofMillis(1),
              Duration.ofSeconds(5));

      assertThatThrownBy(() -> sources.resolve("hf:o/r/m.bin", Optional.empty()))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(mirror.address("/hub/o/r/resolve/main/m.bin") + " answered");
      mirror.reply("/hub/o/r/resolve/main/m.bin", 200, Map.of(), "weights");
      assertThat(sources.resolve("hf:o/r/m.bin", Optional.empty())).hasContent("weights");
    }
  }

  private SourceSettings settings(Optional<String> hub, boolean offline) {
    return new SourceSettings(home.resolve("vitlora"), hub, offline, environment(Map.of()).cache());
  }

  /** As huggingface_hub lays a file out, which is a link where the system has them. */
  private Path fetchedByTools(String repository, String file, String content) throws IOException {
    Path folder = environment(Map.of()).cache().orElseThrow().resolve(repository);
    Path blob = folder.resolve("blobs/abc");
    Path snapshot = folder.resolve("snapshots").resolve(COMMIT).resolve(file);
    Files.createDirectories(blob.getParent());
    Files.createDirectories(snapshot.getParent());
    Files.createDirectories(folder.resolve("refs"));
    Files.writeString(folder.resolve("refs/main"), COMMIT);
    Files.writeString(blob, content);
    return Files.createSymbolicLink(snapshot, blob);
  }

  @Test
  void whatTheToolsFetchedIsUsedInPlaceOffline() throws IOException {
    Path model = fetchedByTools("models--o--r", "sub/m.safetensors", "weights");
    Path images = fetchedByTools("datasets--o--d", "images.zip", "images");
    Sources sources = new Sources(settings(Optional.empty(), true));
    String source = "hf:o/r/sub/m.safetensors";

    assertThat(sources.isElsewhere(source, Optional.empty())).isFalse();
    assertThat(sources.resolve(source, Optional.empty())).isEqualTo(model);
    assertThat(sources.commit(source)).contains(COMMIT);
    assertThat(sources.resolve("hf:o/r@" + COMMIT + "/sub/m.safetensors", Optional.empty()))
        .isEqualTo(model);
    assertThat(sources.resolve("hf:datasets/o/d/images.zip", Optional.empty())).isEqualTo(images);
    assertThat(home.resolve("vitlora")).doesNotExist();
  }

  @Test
  void otherBytesAndOtherRevisionsOfTheToolsAreNotTaken() throws IOException {
    fetchedByTools("models--o--r", "m.safetensors", "weights");
    Sources sources = new Sources(settings(Optional.empty(), true));

    for (String source :
        new String[] {"hf:o/r@v2/m.safetensors", "hf:o/r@..%2Fmain/m.safetensors"}) {
      assertThat(sources.isElsewhere(source, Optional.empty())).as(source).isTrue();
    }
    assertThatThrownBy(
            () -> sources.resolve("hf:o/r/m.safetensors", Optional.of(Digests.ofText("others"))))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("offline");
  }

  @Test
  void aHubThatIsSetGoesBeforeTheTools() throws IOException {
    fetchedByTools("models--o--r", "m.safetensors", "weights");
    Path hub = Files.createDirectories(home.resolve("hub"));
    Sources sources = new Sources(settings(Optional.of(hub.toString()), true));

    assertThatThrownBy(() -> sources.resolve("hf:o/r/m.safetensors", Optional.empty()))
        .hasMessageContaining("the hub at " + hub + " has no such file");
    assertThat(sources.commit("hf:o/r/m.safetensors")).isEmpty();
  }
}
