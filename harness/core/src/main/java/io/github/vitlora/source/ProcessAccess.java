package io.github.vitlora.source;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Goes to the network as this JVM was started.
 *
 * @param hubToken shown to the model hub alone; looked at when that is asked, since what is wrong
 *     with it concerns nobody else
 */
record ProcessAccess(Supplier<Optional<Authorization>> hubToken) implements NetworkAccess {
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
    return HubToken.isFor(address) ? hubToken.get() : Optional.empty();
  }
}
