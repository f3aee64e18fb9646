package io.github.vitlora.plugin.maven;

import io.github.vitlora.source.Authorization;
import io.github.vitlora.source.HubEnvironment;
import io.github.vitlora.source.NetworkAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * Goes to the network by the way that settings.xml describes: proxies with their exceptions and
 * credentials, mirrors, and servers.
 *
 * <p>A mirror is shown the credentials of the server with its id, as Maven does; the model hub the
 * token of {@code vitlora.hfServer}, of the environment, of the server {@code huggingface}, or of
 * the hub's own tools; any other host those of a server whose id is the host's name.
 */
final class MavenAccess implements NetworkAccess {

  private static final String HUB_SERVER = "huggingface";

  /** By default the JDK sends no passwords to proxies that it asks for a tunnel. */
  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

  private final RepositorySystemSession session;
  private final SourceMirrors mirrors;
  private final ServerCredentials servers;
  private final Optional<String> hubServer;
  private final HubEnvironment environment;

  /**
   * Prepares the way of a build.
   *
   * @param hubServer the server that has the model hub's token, if one is named
   * @param environment has the model hub's token and mirror, looked at when they are needed
   */
  MavenAccess(
      RepositorySystemSession session,
      Settings settings,
      SettingsDecrypter decrypter,
      Optional<String> hubServer,
      HubEnvironment environment) {
    this.session = session;
    this.mirrors = new SourceMirrors(settings.getMirrors());
    this.servers = new ServerCredentials(settings, decrypter);
    this.hubServer = hubServer.filter(id -> !id.isBlank());
    this.environment = environment;
  }

  @Override
  public ProxySelector proxies() {
    return new Proxies(
        session.getProxySelector(),
        Objects.requireNonNullElse(ProxySelector.getDefault(), HttpClient.Builder.NO_PROXY));
  }

  @Override
  public Optional<Authorization> proxyAuthorization(URI address) {
    RemoteRepository asked = repository(address);
    Proxy proxy = session.getProxySelector().getProxy(asked);
    if (proxy == null || proxy.getAuthentication() == null) {
      return Optional.empty();
    }
    RemoteRepository behind = new RemoteRepository.Builder(asked).setProxy(proxy).build();
    try (AuthenticationContext login = AuthenticationContext.forProxy(session, behind)) {
      String user = login == null ? null : login.get(AuthenticationContext.USERNAME);
      if (user == null || user.isBlank()) {
        return Optional.empty();
      }
      String password = login.get(AuthenticationContext.PASSWORD);
      allowTunnels();
      return Optional.of(
          Authorization.basic(
              user,
              password == null ? "" : password,
              "the proxy " + proxy.getHost() + " of settings.xml"));
    }
  }

  /** Makes a repository of the address: Maven's library knows proxies and logins of these alone. */
  private static RemoteRepository repository(URI address) {
    return new RemoteRepository.Builder("source", "default", address.toString()).build();
  }

  /** Takes effect where the JDK's client has not been used in this JVM before. */
  private static void allowTunnels() {
    if (System.getProperty(TUNNELING) == null) {
      System.setProperty(TUNNELING, "");
    }
  }

  @Override
  public URI route(URI address) {
    return mirrors
        .of(address)
        .map(mirror -> SourceMirrors.below(mirror, address))
        .orElseGet(() -> environment.route(address));
  }

  @Override
  public Optional<Authorization> authorization(URI address) {
    if (!isPrivate(address)) {
      return Optional.empty();
    }
    Optional<Mirror> mirror = mirrors.at(address);
    if (mirror.isPresent()) {
      return servers.of(mirror.get().getId());
    }
    if (environment.isHub(address)) {
      return hubServer
          .map(id -> servers.requiredToken(id, "vitlora.hfServer"))
          .or(environment::token)
          .or(() -> servers.tokenOf(HUB_SERVER))
          .or(() -> servers.of(address.getHost()))
          .or(environment::keptToken);
    }
    return servers.of(address.getHost());
  }

  /** Returns whether nobody on the way can read along. */
  private static boolean isPrivate(URI address) {
    return "https".equalsIgnoreCase(address.getScheme()) || isThisMachine(address.getHost());
  }

  private static boolean isThisMachine(String host) {
    try {
      // Looked up only where it is an address already, or the one name that is never elsewhere.
      return host != null
          && (host.equals("localhost") || host.matches("127\\.[0-9.]+|\\[[0-9a-fA-F:]+]"))
          && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Selects the proxies of settings.xml, and the JVM's own where these say nothing of an address.
   */
  static final class Proxies extends ProxySelector {
    private final org.eclipse.aether.repository.ProxySelector settings;
    private final ProxySelector others;

    Proxies(org.eclipse.aether.repository.ProxySelector settings, ProxySelector others) {
      this.settings = settings;
      this.others = others;
    }

    @Override
    public List<java.net.Proxy> select(URI address) {
      Proxy proxy = settings.getProxy(repository(address));
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
}
