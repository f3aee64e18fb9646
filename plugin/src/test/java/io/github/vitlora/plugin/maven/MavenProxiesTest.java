package io.github.vitlora.plugin.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import org.eclipse.aether.repository.Proxy;
import org.junit.jupiter.api.Test;

class MavenProxiesTest {
  private final MavenProxies proxies =
      new MavenProxies(
          repository ->
              repository.getHost().equals("outside.example")
                  ? new Proxy(Proxy.TYPE_HTTP, "proxy.example", 3128)
                  : null,
          HttpClient.Builder.NO_PROXY);

  @Test
  void whatSettingsNameIsTakenTheirWay() {
    assertThat(proxies.select(URI.create("https://outside.example/f")))
        .singleElement()
        .isEqualTo(
            new java.net.Proxy(
                java.net.Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved("proxy.example", 3128)));
  }

  @Test
  void theRestIsTheJvmsOwn() {
    assertThat(proxies.select(URI.create("https://inside.example/f")))
        .containsExactly(java.net.Proxy.NO_PROXY);
  }
}
