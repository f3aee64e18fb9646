package io.github.vitlora.plugin.maven;

import io.github.vitlora.source.SourceException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Mirror;

/**
 * Finds the mirrors of settings.xml that name a host of sources: {@code <mirrorOf>} has the host's
 * name, or {@code huggingface}. Wildcards are about Maven's repositories, and say nothing of
 * sources.
 *
 * @param all the settings'
 */
record SourceMirrors(List<Mirror> all) {

  private static final String HUB = "huggingface";
  private static final String HUB_HOST = "huggingface.co";

  /** Returns the mirror to ask for an address. */
  Optional<Mirror> of(URI address) {
    return all.stream().filter(mirror -> stands(mirror, address.getHost())).findFirst();
  }

  /** Returns the mirror that an address lies on. */
  Optional<Mirror> at(URI address) {
    return all.stream()
        .filter(mirror -> !hosts(mirror).isEmpty())
        .filter(mirror -> isBelow(address, root(mirror)))
        .findFirst();
  }

  /** Returns an address with the mirror's root in place of its host. */
  static URI below(Mirror mirror, URI address) {
    String root = root(mirror).toString().replaceFirst("/+$", "");
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return URI.create(root + address.getRawPath() + query);
  }

  private static boolean stands(Mirror mirror, String host) {
    return hosts(mirror).stream()
        .anyMatch(name -> (name.equals(HUB) ? HUB_HOST : name).equalsIgnoreCase(host));
  }

  /** Returns the names that are no wildcard and may be a host's. */
  private static List<String> hosts(Mirror mirror) {
    return Arrays.stream(Optional.ofNullable(mirror.getMirrorOf()).orElse("").split(","))
        .map(String::strip)
        .filter(name -> name.equals(HUB) || name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+"))
        .toList();
  }

  private static boolean isBelow(URI address, URI root) {
    String path = root.getRawPath().replaceFirst("/+$", "") + "/";
    return root.getScheme().equalsIgnoreCase(address.getScheme())
        && root.getAuthority().equalsIgnoreCase(address.getAuthority())
        && address.getRawPath().startsWith(path);
  }

  private static URI root(Mirror mirror) {
    try {
      URI root = URI.create(mirror.getUrl());
      if (root.getHost() != null) {
        return root;
      }
    } catch (IllegalArgumentException e) {
      throw new SourceException(problem(mirror), e);
    }
    throw new SourceException(problem(mirror));
  }

  private static String problem(Mirror mirror) {
    return ("The mirror '%s' of settings.xml has the url '%s', which names no host, as"
            + " https://host/path does")
        .formatted(mirror.getId(), mirror.getUrl());
  }
}
