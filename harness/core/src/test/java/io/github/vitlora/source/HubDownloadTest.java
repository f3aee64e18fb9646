package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the model hub, from a stand-in on the loopback that sends on to another server. */
class HubDownloadTest {

  private static final String TOKEN = "hf_secret";
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir Path cache;
  private ScriptedServer hub;
  private ScriptedServer store;

  @BeforeEach
  void serve() throws IOException {
    hub = new ScriptedServer();
    store = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    hub.close();
    store.close();
  }

  /** Knows the stand-in as the model hub. */
  private record Access(int hubPort, Optional<Authorization> token, ProxySelector proxies)
      implements NetworkAccess {
    @Override
    public Optional<Authorization> proxyAuthorization(URI address) {
      return Optional.of(Authorization.basic("user", "word", "the proxy"));
    }

    @Override
    public URI route(URI address) {
      return address.getHost().equals("huggingface.co")
          ? URI.create("http://127.0.0.1:" + hubPort + address.getRawPath())
          : address;
    }

    @Override
    public Optional<Authorization> authorization(URI address) {
      return token.filter(t -> address.getPort() == hubPort);
    }
  }

  private Sources sources(Optional<String> token) {
    return sources(token, false, HttpClient.Builder.NO_PROXY);
  }

  private Sources sources(Optional<String> token, boolean offline, ProxySelector proxies) {
    return new Sources(
        new SourceSettings(cache, Optional.empty(), offline),
        Optional.empty(),
        TransferListener.NONE,
        new Access(hub.port(), token.map(t -> Authorization.bearer(t, "HF_TOKEN")), proxies),
        Duration.ofMillis(1),
        Duration.ofSeconds(5));
  }

  private Path fetch(String source, Optional<String> token) {
    return sources(token).resolve(source, Optional.empty());
  }

  @Test
  void aDataSetsRepositoryIsAskedForBelowItsKind() {
    hub.reply("/datasets/o/r/resolve/v1/data/a%20b.zip", 200, NOTHING, "images");

    assertThat(fetch("hf:datasets/o/r@v1/data/a b.zip", Optional.empty())).hasContent("images");
    assertThatThrownBy(() -> fetch("hf:datasets/o/r", Optional.empty()))
        .hasMessageContaining("not of the form hf:OWNER/REPO[@REVISION]/FILE");
    assertThatThrownBy(() -> fetch("hf:datasets/o/r/none.zip", Optional.empty()))
        .hasMessageContaining(hub.address("/datasets/o/r/resolve/main/none.zip").toString());
  }

  @Test
  void eachRevisionHasAnEntryOfItsOwn() {
    hub.reply("/o/r/resolve/main/m.bin", 200, NOTHING, "newest");
    hub.reply("/o/r/resolve/v1.0/m.bin", 200, NOTHING, "first");
    hub.reply("/o/r/resolve/refs%2Fpr%2F7/m.bin", 200, NOTHING, "proposed");

    assertThat(fetch("hf:o/r/m.bin", Optional.empty())).hasContent("newest");
    assertThat(fetch("hf:o/r@v1.0/m.bin", Optional.empty())).hasContent("first");
    assertThat(fetch("hf:o/r@refs%2Fpr%2F7/m.bin", Optional.empty())).hasContent("proposed");
    assertThat(fetch("hf:o/r@main/m.bin", Optional.empty())).hasContent("newest");
    assertThat(hub.requests()).hasSize(3);
  }

  @Test
  void theCommitThatTheHubNamesIsRememberedOffline() {
    hub.reply("/o/r/resolve/v1.0/m.bin", 200, Map.of("X-Repo-Commit", COMMIT), "weights");
    fetch("hf:o/r@v1.0/m.bin", Optional.empty());

    Sources later = sources(Optional.empty(), true, HttpClient.Builder.NO_PROXY);

    assertThat(later.commit("hf:o/r@v1.0/m.bin")).contains(COMMIT);
    assertThat(later.commit("hf:o/r@" + COMMIT + "/m.bin")).contains(COMMIT);
    assertThat(later.commit("hf:o/r/m.bin")).isEmpty();
    assertThat(later.commit("https://example.org/m.bin")).isEmpty();
  }

  @Test
  void theTokenIsShownToTheHubAndNotToWhereItSendsOn() {
    hub.reply(
        "/o/r/resolve/main/m.bin",
        302,
        Map.of("Location", store.address("/blob?signature=x").toString(), "X-Repo-Commit", COMMIT),
        "");
    store.reply("/blob", 200, NOTHING, "weights");

    assertThat(fetch("hf:o/r/m.bin", Optional.of(TOKEN))).hasContent("weights");

    assertThat(hub.requests()).hasSize(1);
    assertThat(hub.requests().get(0).header("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(store.requests()).hasSize(1);
    assertThat(store.requests().get(0).header("Authorization")).isNull();
    assertThat(sources(Optional.empty()).commit("hf:o/r/m.bin")).contains(COMMIT);
  }

  @Test
  void whatBreaksOffElsewhereGoesOnThereByWayOfTheHub() throws IOException {
    try (FileServer unreliable = new FileServer()) {
      unreliable.content = new byte[300_000];
      unreliable.breakAfter = 100_000;
      hub.reply(
          "/o/r/resolve/main/m.bin", 302, Map.of("Location", unreliable.address("/blob")), "");

      assertThat(fetch("hf:o/r/m.bin", Optional.of(TOKEN))).hasSize(300_000);

      assertThat(hub.requests()).hasSize(2);
      assertThat(unreliable.requests()).hasSize(2);
      assertThat(unreliable.requests().get(1)).matches("/blob bytes=[1-9]\\d*-");
    }
  }

  @Test
  void aRelativeAddressStaysWithTheHub() {
    hub.reply("/o/r/resolve/main/m.bin", 307, Map.of("Location", "/api/renamed/m.bin"), "");
    hub.reply("/api/renamed/m.bin", 200, NOTHING, "weights");

    assertThat(fetch("hf:o/r/m.bin", Optional.of(TOKEN))).hasContent("weights");
    assertThat(hub.requests().get(1).header("Authorization")).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void aCircleIsNotFollowedForEver() {
    hub.reply("/o/r/resolve/main/m.bin", 302, Map.of("Location", "/o/r/resolve/main/m.bin"), "");

    assertThatThrownBy(() -> fetch("hf:o/r/m.bin", Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("sends us on and on");
  }

  @Test
  void otherBytesThanTheHubAnnouncesAreThrownAway() {
    String announced = Digests.ofText("weights");
    hub.reply(
        "/o/r/resolve/main/m.bin",
        302,
        Map.of(
            "Location", store.address("/blob").toString(), "X-Linked-ETag", '"' + announced + '"'),
        "");
    store.reply("/blob", 200, NOTHING, "damaged");

    assertThatThrownBy(() -> fetch("hf:o/r/m.bin", Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(announced);

    store.reply("/blob", 200, NOTHING, "weights");
    assertThat(fetch("hf:o/r/m.bin", Optional.empty())).hasContent("weights");
  }

  @ParameterizedTest
  @CsvSource({
    "401, GatedRepo,        , accept its terms there",
    "401, GatedRepo,        , HF_TOKEN",
    "401, RepoNotFound, yes , The token of HF_TOKEN is not accepted",
    "403, GatedRepo,    yes , What HF_TOKEN holds is not enough: ask for access at"
        + " https://huggingface.co/o/r",
    "404, RevisionNotFound,, 'no branch, tag or commit ''v1'''",
    "404, RepoNotFound,     , There is no repository o/r",
    "404, EntryNotFound,    , There is no file 'm.bin' in revision 'v1'"
  })
  void aRefusalSaysWhatToDo(int status, String code, String shown, String advice) {
    hub.reply("/o/r/resolve/v1/m.bin", status, Map.of("X-Error-Code", code), "");

    Throwable refusal =
        catchThrowable(
            () -> fetch("hf:o/r@v1/m.bin", Optional.ofNullable(shown).map(yes -> TOKEN)));

    assertThat(refusal)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("hf:o/r@v1/m.bin")
        .hasMessageContaining("answered with status " + status)
        .hasMessageContaining(advice);
    assertThat(refusal.toString()).doesNotContain(TOKEN);
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void aSignedAddressIsInNoMessage() {
    hub.reply(
        "/o/r/resolve/main/m.bin",
        302,
        Map.of("Location", store.address("/blob?signature=secret").toString()),
        "");
    store.reply("/blob", 403, NOTHING, "");

    assertThatThrownBy(() -> fetch("hf:o/r/m.bin", Optional.empty()))
        .hasMessageContaining("sent on to " + store.address("/blob"))
        .hasMessageNotContaining("signature");
  }

  @Test
  void aProxyIsAskedAndToldWhoAsks() {
    // As a proxy it gets the whole address; its path is what it answers by.
    store.reply("/o/r/resolve/main/m.bin", 200, NOTHING, "by proxy");
    ProxySelector proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", store.port()));

    Path file = sources(Optional.empty(), false, proxy).resolve("hf:o/r/m.bin", Optional.empty());

    assertThat(file).hasContent("by proxy");
    assertThat(hub.requests()).isEmpty();
    ScriptedServer.Shown shown = store.requests().get(0);
    assertThat(shown.target()).isEqualTo(hub.address("/o/r/resolve/main/m.bin").toString());
    assertThat(shown.header("Proxy-Authorization")).startsWith("Basic ");
  }

  @Test
  void theEnvironmentsTokenIsForTheHubAlone() {
    NetworkAccess access =
        new ProcessAccess(new HubEnvironment(Map.of("HF_TOKEN", TOKEN), Optional.empty()));

    assertThat(access.authorization(URI.create("https://huggingface.co/o/r"))).isPresent();
    assertThat(access.authorization(URI.create("http://huggingface.co/o/r"))).isEmpty();
    assertThat(access.authorization(URI.create("https://huggingface.co:8443/o"))).isEmpty();
    assertThat(access.authorization(URI.create("https://cdn.huggingface.co/o"))).isEmpty();
    assertThat(access.authorization(URI.create("https://huggingface.co.evil/o"))).isEmpty();

    NetworkAccess broken =
        new ProcessAccess(new HubEnvironment(Map.of("HF_TOKEN", "a b"), Optional.empty()));
    assertThat(broken.authorization(URI.create("https://example.org/o"))).isEmpty();
  }

  @Test
  void noMessageShowsAToken() {
    assertThat(Authorization.bearer(TOKEN, "HF_TOKEN")).asString().doesNotContain(TOKEN);
    assertThatThrownBy(() -> Authorization.bearer("hf_sec\nret", "HF_TOKEN"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("HF_TOKEN holds no token")
        .hasMessageNotContaining("sec");
    assertThatThrownBy(() -> fetch("https://me:hf_secret@example.org/a.bin", Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("<server> with the id example.org")
        .hasMessageNotContaining(TOKEN);
    assertThatThrownBy(
            () ->
                new Sources(
                    new SourceSettings(
                        cache, Optional.of("https://me:hf_secret@hub.example"), false)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("<server> with the id hub.example")
        .hasMessageNotContaining(TOKEN);
  }
}
