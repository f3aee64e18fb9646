package io.github.vitlora.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each path of the loopback as it was told to, and keeps what it was shown. */
final class ScriptedServer implements AutoCloseable {

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param headers beside the length
   * @param body as text
   */
  record Reply(int status, Map<String, String> headers, String body) {}

  private final HttpServer server;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<Shown> requests = new CopyOnWriteArrayList<>();

  /**
   * A request.
   *
   * @param target path, or the whole address where it was asked as a proxy
   * @param headers all of them
   */
  record Shown(String target, Headers headers) {
    String header(String name) {
      return headers.getFirst(name);
    }
  }

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  ScriptedServer reply(String path, int status, Map<String, String> headers, String body) {
    replies.put(path, new Reply(status, headers, body));
    return this;
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  int port() {
    return server.getAddress().getPort();
  }

  List<Shown> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(new Shown(exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
      Reply reply =
          replies.getOrDefault(exchange.getRequestURI().getRawPath(), new Reply(404, Map.of(), ""));
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
