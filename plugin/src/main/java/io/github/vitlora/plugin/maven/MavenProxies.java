package io.github.vitlora.plugin.maven;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;

/** The proxies of settings.xml, and the JVM's own for addresses that these say nothing of. */
final class MavenProxies extends ProxySelector {
  private final org.eclipse.aether.repository.ProxySelector settings;
  private final ProxySelector others;

  MavenProxies(RepositorySystemSession session) {
    this(
        session.getProxySelector(),
        Objects.requireNonNullElse(ProxySelector.getDefault(), HttpClient.Builder.NO_PROXY));
  }

  MavenProxies(org.eclipse.aether.repository.ProxySelector settings, ProxySelector others) {
    this.settings = settings;
    this.others = others;
  }

  @Override
  public List<java.net.Proxy> select(URI address) {
    Proxy proxy =
        settings.getProxy(
            new RemoteRepository.Builder("source", "default", address.toString()).build());
    return proxy == null
        ? others.select(address)
        : List.of(
            new java.net.Proxy(
                java.net.Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort())));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException fault) {
    // The download itself says what failed.
  }
}
