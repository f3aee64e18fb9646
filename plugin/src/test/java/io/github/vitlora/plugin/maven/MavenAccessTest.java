package io.github.vitlora.plugin.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.source.Authorization;
import io.github.vitlora.source.HubEnvironment;
import io.github.vitlora.source.SourceException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.AuthenticationDigest;
import org.junit.jupiter.api.Test;

/** What settings.xml says of the way to sources, and to whom it shows what. */
class MavenAccessTest {

  private static final URI HUB = URI.create("https://huggingface.co/o/r/resolve/main/m.bin");

  private final Settings settings = new Settings();
  private final DefaultRepositorySystemSession session = new DefaultRepositorySystemSession();

  private MavenAccess access(Optional<String> hubServer, Optional<String> environment) {
    return new MavenAccess(
        session,
        settings,
        Decrypted::new,
        hubServer,
        new HubEnvironment(
            environment.map(token -> Map.of("HF_TOKEN", token)).orElse(Map.of()),
            Optional.empty()));
  }

  private MavenAccess access() {
    return access(Optional.empty(), Optional.empty());
  }

  private void server(String id, String username, String password) {
    Server server = new Server();
    server.setId(id);
    server.setUsername(username);
    server.setPassword(password);
    settings.addServer(server);
  }

  private void mirror(String id, String of, String url) {
    Mirror mirror = new Mirror();
    mirror.setId(id);
    mirror.setMirrorOf(of);
    mirror.setUrl(url);
    settings.addMirror(mirror);
  }

  private static Optional<String> origin(MavenAccess access, URI address) {
    return access.authorization(address).map(Authorization::origin);
  }

  private static MavenAccess.Proxies proxies() {
    return new MavenAccess.Proxies(
        repository ->
            repository.getHost().equals("outside.example")
                ? new org.eclipse.aether.repository.Proxy("http", "proxy.example", 3128)
                : null,
        HttpClient.Builder.NO_PROXY);
  }

  @Test
  void addressesForWhichSettingsNameAProxyGoByIt() {
    assertThat(proxies().select(URI.create("https://outside.example/f")))
        .singleElement()
        .isEqualTo(
            new java.net.Proxy(
                java.net.Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved("proxy.example", 3128)));
  }

  @Test
  void otherAddressesGoByTheProxiesOfTheJvm() {
    assertThat(proxies().select(URI.create("https://inside.example/f")))
        .containsExactly(java.net.Proxy.NO_PROXY);
  }

  @Test
  void theHubsTokenIsTheNamedServersThenTheEnvironmentsThenTheUsualServers() {
    server("huggingface", null, "{a}");
    server("team", "anybody", "{b}");

    assertThat(origin(access(Optional.of("team"), Optional.of("c")), HUB))
        .hasValueSatisfying(origin -> assertThat(origin).contains("'team'"));
    assertThat(origin(access(Optional.empty(), Optional.of("c")), HUB)).contains("HF_TOKEN");
    assertThat(origin(access(), HUB))
        .hasValueSatisfying(origin -> assertThat(origin).contains("'huggingface'"));
  }

  @Test
  void theEnvironmentsEndpointStandsForTheHubUnlessSettingsNameAMirror() {
    MavenAccess access =
        new MavenAccess(
            session,
            settings,
            Decrypted::new,
            Optional.empty(),
            new HubEnvironment(
                Map.of("HF_ENDPOINT", "https://hub.example", "HF_TOKEN", "c"), Optional.empty()));
    URI there = URI.create("https://hub.example/o/r/resolve/main/m.bin");

    assertThat(access.route(HUB)).isEqualTo(there);
    assertThat(origin(access, there)).contains("HF_TOKEN");
    assertThat(origin(access, HUB)).isEmpty();

    mirror("inside", "huggingface", "https://inside.example");
    assertThat(access.route(HUB).getHost()).isEqualTo("inside.example");
  }

  @Test
  void anUnknownServerIsToldWithTheNearest() {
    server("huggingface", null, "{a}");

    assertThatThrownBy(() -> access(Optional.of("hugingface"), Optional.empty()).authorization(HUB))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("vitlora.hfServer names the server 'hugingface'")
        .hasMessageContaining("did you mean huggingface?");
  }

  @Test
  void whatCannotBeDecryptedIsToldWithoutThePassword() {
    server("huggingface", null, "{broken}");

    assertThatThrownBy(() -> access().authorization(HUB))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("the server 'huggingface' of settings.xml cannot be decrypted")
        .hasMessageNotContaining("{broken}");
  }

  @Test
  void anyOtherHostIsShownTheServerOfItsNameAndNoOther() {
    server("data.example", "me", "{pass}");
    server("huggingface", null, "{a}");

    assertThat(origin(access(), URI.create("https://data.example/a.tgz"))).isPresent();
    assertThat(origin(access(), URI.create("http://data.example/a.tgz"))).isEmpty();
    assertThat(origin(access(), URI.create("https://other.example/a.tgz"))).isEmpty();
    assertThat(origin(access(), URI.create("https://data.example.evil/a.tgz"))).isEmpty();
  }

  @Test
  void aMirrorThatNamesTheHubOrAHostIsAskedAndShownItsOwnServer() {
    server("huggingface", null, "{hub}");
    server("inside", "me", "{inside}");
    mirror("maven", "*", "https://repo.example/maven");
    mirror("inside", "huggingface, s3.amazonaws.com", "https://repo.example/hf/");

    URI asked = access().route(HUB);

    assertThat(asked).isEqualTo(URI.create("https://repo.example/hf/o/r/resolve/main/m.bin"));
    assertThat(access().route(URI.create("https://s3.amazonaws.com/b/i.tgz?x=1")))
        .isEqualTo(URI.create("https://repo.example/hf/b/i.tgz?x=1"));
    assertThat(access().route(URI.create("https://data.example/i.tgz")))
        .isEqualTo(URI.create("https://data.example/i.tgz"));
    assertThat(origin(access(), asked))
        .hasValueSatisfying(origin -> assertThat(origin).contains("'inside'"));
    assertThat(origin(access(), URI.create("https://repo.example/elsewhere"))).isEmpty();
  }

  @Test
  void aProxyIsToldWhoAsksWhereSettingsSay() {
    session.setProxySelector(
        repository ->
            repository.getHost().equals("inside.example")
                ? null
                : new org.eclipse.aether.repository.Proxy(
                    Proxy.class.getSimpleName(), "proxy.example", 3128, new Login()));

    assertThat(access().proxyAuthorization(HUB).map(Authorization::origin))
        .contains("the proxy proxy.example of settings.xml");
    assertThat(access().proxyAuthorization(URI.create("https://inside.example/a"))).isEmpty();
  }

  /** What Maven reads from a {@code <proxy>}. */
  private static final class Login implements Authentication {
    @Override
    public void fill(AuthenticationContext context, String key, java.util.Map<String, String> d) {
      context.put(AuthenticationContext.USERNAME, "user");
      context.put(AuthenticationContext.PASSWORD, "word");
    }

    @Override
    public void digest(AuthenticationDigest digest) {
      digest.update("user", "word");
    }
  }

  /** Takes braces off, as Maven's decrypter does in its way. */
  private record Decrypted(SettingsDecryptionRequest request) implements SettingsDecryptionResult {
    @Override
    public Server getServer() {
      Server server = request.getServers().get(0).clone();
      server.setPassword(server.getPassword().replaceAll("[{}]", ""));
      return server;
    }

    @Override
    public List<Server> getServers() {
      return List.of(getServer());
    }

    @Override
    public Proxy getProxy() {
      return null;
    }

    @Override
    public List<Proxy> getProxies() {
      return List.of();
    }

    @Override
    public List<SettingsProblem> getProblems() {
      return getServer().getPassword().equals("broken")
          ? List.of(
              new DefaultSettingsProblem(
                  "no settings-security.xml", SettingsProblem.Severity.ERROR, "", -1, -1, null))
          : List.of();
    }
  }
}
