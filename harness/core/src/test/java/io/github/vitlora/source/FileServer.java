package io.github.vitlora.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file's bytes on the loopback, as unreliably as it is told to. */
final class FileServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  volatile byte[] content = new byte[0];
  volatile String tag = "\"v1\"";

  /** Breaks off the next answer after that many bytes, then is back to 0: whole answers. */
  volatile int breakAfter;

  /** Milliseconds of silence before it breaks off. */
  volatile int silence;

  volatile int status = 200;

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Path and range of every request. */
  List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(
          exchange.getRequestURI() + Optional.ofNullable(range).map(r -> " " + r).orElse(""));
      if (status != 200) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.getResponseHeaders().set("ETag", tag);
      byte[] body = content;
      int code = 200;
      if (range != null && tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
        body = Arrays.copyOfRange(body, from, body.length);
        code = 206;
      }
      exchange.sendResponseHeaders(code, body.length);
      OutputStream out = exchange.getResponseBody();
      boolean breaks = breakAfter > 0;
      int sent = breaks ? breakAfter : body.length;
      breakAfter = 0;
      out.write(body, 0, sent);
      out.flush();
      if (breaks) {
        Thread.sleep(silence);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
