package io.github.vitlora.source;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.Optional;

/**
 * The way to the network as this JVM was started.
 *
 * @param hubToken shown to the model hub alone
 */
record ProcessAccess(Optional<Authorization> hubToken) implements NetworkAccess {

  @Override
  public ProxySelector proxies() {
    return Objects.requireNonNullElse(ProxySelector.getDefault(), HttpClient.Builder.NO_PROXY);
  }

  @Override
  public Optional<Authorization> proxyAuthorization(URI address) {
    return Optional.empty();
  }

  @Override
  public URI route(URI address) {
    return address;
  }

  @Override
  public Optional<Authorization> authorization(URI address) {
    return hubToken.filter(token -> HubToken.isFor(address));
  }
}
