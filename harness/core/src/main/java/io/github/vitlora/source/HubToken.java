package io.github.vitlora.source;

import java.net.URI;
import java.util.Optional;

/** Finds the token that shows the model hub who asks, for gated and private repositories. */
public final class HubToken {
  /** Names the environment variable that the hub's own tools read. */
  public static final String VARIABLE = "HF_TOKEN";

  private static final String HOST = "huggingface.co";

  private HubToken() {}

  /** Returns the environment's token, if it has one. */
  public static Optional<Authorization> ofEnvironment() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(token -> !token.isBlank())
        .map(token -> Authorization.bearer(token, VARIABLE));
  }

  /** Returns whether an address is that of the model hub itself, encrypted. */
  public static boolean isFor(URI address) {
    return "https".equalsIgnoreCase(address.getScheme())
        && HOST.equalsIgnoreCase(address.getHost())
        && (address.getPort() == -1 || address.getPort() == 443);
  }
}
