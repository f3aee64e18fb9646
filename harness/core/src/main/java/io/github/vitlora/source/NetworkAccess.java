package io.github.vitlora.source;

import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;

/**
 * Knows a build's way to the network: proxies, mirrors and credentials. It is asked anew for every
 * address that a redirect leads to, so that no host is shown what is another's.
 */
public interface NetworkAccess {
  /** Returns the proxy to each address. */
  ProxySelector proxies();

  /**
   * Returns what the proxy to an address wants to be told.
   *
   * @throws SourceException if it is configured in a way that makes no sense
   */
  Optional<Authorization> proxyAuthorization(URI address);

  /**
   * Returns the address to ask in place of another, on a mirror; the same one where there is no
   * mirror.
   *
   * @throws SourceException if a mirror is configured in a way that makes no sense
   */
  URI route(URI address);

  /**
   * Returns what the host of this very address, and no other, is to be told.
   *
   * @throws SourceException if it is configured in a way that makes no sense
   */
  Optional<Authorization> authorization(URI address);

  /** Returns the JVM's own proxies, and of the model hub what the environment says. */
  static NetworkAccess ofThisProcess() {
    return new ProcessAccess(HubEnvironment.ofThisProcess());
  }
}
