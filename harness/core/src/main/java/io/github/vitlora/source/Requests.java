package io.github.vitlora.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for an address and follows where it is sent on to. The JDK's client would take credentials
 * along to whatever host that is; here each host is shown its own or none.
 */
final class Requests {
  private static final int MOST_HOPS = 10;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient client;
  private final NetworkAccess access;
  private final Duration patience;

  Requests(NetworkAccess access, Duration patience) {
    this.access = access;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .proxy(access.proxies())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Returns the answer of the last host.
   *
   * @param headers of every request
   * @throws IOException if a host is not reached or sends us in a circle
   */
  FinalResponse get(URI address, Map<String, String> headers)
      throws IOException, InterruptedException {
    List<HttpHeaders> hops = new ArrayList<>();
    URI next = address;
    while (true) {
      Optional<Authorization> shown = access.authorization(next);
      HttpResponse<InputStream> response =
          client.send(request(next, headers, shown), BodyHandlers.ofInputStream());
      hops.add(response.headers());
      Optional<URI> onward = onward(next, response);
      if (onward.isEmpty()) {
        return new FinalResponse(next, response, hops, shown);
      }
      response.body().close();
      if (hops.size() > MOST_HOPS) {
        throw new IOException("it sends us on and on, at last to " + withoutQuery(onward.get()));
      }
      next = onward.get();
    }
  }

  private HttpRequest request(
      URI address, Map<String, String> headers, Optional<Authorization> shown) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience).GET();
    headers.forEach(request::header);
    shown.ifPresent(a -> request.header("Authorization", a.header()));
    access
        .proxyAuthorization(address)
        .ifPresent(a -> request.header("Proxy-Authorization", a.header()));
    return request.build();
  }

  private static Optional<URI> onward(URI from, HttpResponse<?> response) throws IOException {
    boolean redirects =
        switch (response.statusCode()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
    Optional<String> location = response.headers().firstValue("Location");
    if (!redirects || location.isEmpty()) {
      return Optional.empty();
    }
    URI to;
    try {
      to = from.resolve(location.get());
    } catch (IllegalArgumentException e) {
      throw new IOException("it sends us on to what is no address", e);
    }
    boolean downgraded = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
    if (to.getHost() == null || downgraded) {
      throw new IOException(
          "it sends us on to "
              + withoutQuery(to)
              + (downgraded ? ", which is not encrypted" : ", which names no host"));
    }
    return Optional.of(to);
  }

  /** Leaves out the query: a signed address lets in whoever has it. */
  static String withoutQuery(URI address) {
    String text = address.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }
}
