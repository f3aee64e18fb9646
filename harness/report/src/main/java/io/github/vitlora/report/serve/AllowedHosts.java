package io.github.vitlora.report.serve;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * By which names a server may be asked. A page on the internet can make a name of its own stand for
 * this machine and would then read what only this machine may read, had the server answered to any
 * name (DNS rebinding).
 *
 * @param host the name that the server was given
 * @param address that it listens at
 */
record AllowedHosts(String host, InetAddress address) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Whether to answer.
   *
   * @param header the request's {@code Host}, with or without a port; null where it has none
   */
  boolean allows(String header) {
    if (!address.isLoopbackAddress()) {
      return true;
    }
    if (header == null) {
      return false;
    }
    try {
      String name = URI.create("http://" + header.strip()).getHost();
      return name != null
          && (LOOPBACK.contains(name.toLowerCase(Locale.ROOT)) || name.equalsIgnoreCase(host));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
