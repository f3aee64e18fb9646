package io.github.vitlora.source;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.Optional;

/**
 * Goes to the network as this JVM was started.
 *
 * @param environment whose tokens are shown to the model hub alone, and looked at when that is
 *     asked, since what is wrong with them concerns nobody else
 */
record ProcessAccess(HubEnvironment environment) implements NetworkAccess {
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
    return environment.route(address);
  }

  @Override
  public Optional<Authorization> authorization(URI address) {
    return environment.isHub(address)
        ? environment.token().or(environment::keptToken)
        : Optional.empty();
  }
}
