package io.github.vitlora.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Knows what the environment tells the model hub's own tools: where the hub is, who asks, and where
 * files lie that those tools fetched.
 *
 * @param variables the environment
 * @param home the user's folder, if there is one
 */
public record HubEnvironment(Map<String, String> variables, Optional<Path> home) {
  /** Names the environment variable that has a token. */
  static final String TOKEN = "HF_TOKEN";

  private static final String ENDPOINT = "HF_ENDPOINT";
  private static final URI USUAL = URI.create("https://huggingface.co");

  /** Copies the variables. */
  public HubEnvironment {
    variables = Map.copyOf(variables);
  }

  /** Returns the environment of this process. */
  public static HubEnvironment ofThisProcess() {
    return new HubEnvironment(System.getenv(), SourceSettings.home());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * Returns the variable's token, if it is set.
   *
   * @throws SourceException if it is no token
   */
  public Optional<Authorization> token() {
    return variable(TOKEN).map(token -> Authorization.bearer(token, TOKEN));
  }

  /**
   * Returns the token that the hub's own tool keeps for this user, if it does.
   *
   * @throws SourceException if it cannot be read or is no token
   */
  public Optional<Authorization> keptToken() {
    return variable("HF_TOKEN_PATH")
        .map(this::path)
        .or(() -> root().map(root -> root.resolve("token")))
        .filter(Files::isRegularFile)
        .map(HubEnvironment::read);
  }

  private static Authorization read(Path file) {
    try {
      return Authorization.bearer(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new SourceException("The model hub's token in " + file + " cannot be read", e);
    }
  }

  /** Returns the folder in which the hub's own tools keep what they fetch, if there is a place. */
  public Optional<Path> cache() {
    return variable("HF_HUB_CACHE")
        .or(() -> variable("HUGGINGFACE_HUB_CACHE"))
        .map(this::path)
        .or(() -> root().map(root -> root.resolve("hub")));
  }

  private Optional<Path> root() {
    return variable("HF_HOME")
        .map(this::path)
        .or(() -> variable("XDG_CACHE_HOME").map(at -> path(at).resolve("huggingface")))
        .or(() -> home.map(at -> at.resolve(".cache").resolve("huggingface")));
  }

  private Path path(String text) {
    boolean below = home.isPresent() && text.startsWith("~/");
    return below ? home.get().resolve(text.substring(2)) : Path.of(text);
  }

  /**
   * Returns an address as it is to be asked: on the hub's mirror, where it is the hub's and the
   * environment names one.
   *
   * @throws SourceException if it names one that is no address
   */
  public URI route(URI address) {
    if (variable(ENDPOINT).isEmpty() || !isBelow(address, USUAL)) {
      return address;
    }
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return URI.create(endpoint().toString().replaceFirst("/+$", "") + address.getRawPath() + query);
  }

  /**
   * Returns whether an address is, encrypted, that of the hub which the environment's tokens are
   * for: the mirror that the environment names, or the hub itself where it names none.
   */
  public boolean isHub(URI address) {
    return isBelow(address, endpoint());
  }

  private URI endpoint() {
    try {
      return variable(ENDPOINT).map(Hub::root).orElse(USUAL);
    } catch (SourceException e) {
      throw new SourceException(ENDPOINT + " of the environment: " + e.getMessage(), e);
    }
  }

  private static boolean isBelow(URI address, URI root) {
    return "https".equalsIgnoreCase(address.getScheme())
        && "https".equalsIgnoreCase(root.getScheme())
        && root.getHost().equalsIgnoreCase(address.getHost())
        && port(root) == port(address)
        && address.getRawPath().startsWith(root.getRawPath().replaceFirst("/+$", "") + "/");
  }

  private static int port(URI address) {
    return address.getPort() == -1 ? 443 : address.getPort();
  }

  @Override
  public String toString() {
    return "the model hub of the environment";
  }
}
