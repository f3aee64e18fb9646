package io.github.vitlora.report.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.vitlora.report.text.ReportOverview;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Answers with the files of reports, with their overview, or with why not. */
record ReportHandler(ServedFiles files, AllowedHosts hosts) implements HttpHandler {
  private static final int MISDIRECTED = 421;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "json", "application/json",
          "xml", "application/xml",
          "csv", "text/csv; charset=utf-8",
          "png", "image/png",
          "jpg", "image/jpeg",
          "svg", "image/svg+xml");

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      // A report is replaced by the next one at the same address.
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      if (!hosts.allows(exchange.getRequestHeaders().getFirst("Host"))) {
        answer(exchange, MISDIRECTED, "This server is not known by that name.\n");
      } else if (!exchange.getRequestMethod().matches("GET|HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, HttpURLConnection.HTTP_BAD_METHOD, "Reports can be read, no more.\n");
      } else {
        get(exchange, exchange.getRequestURI().getPath());
      }
    }
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    Optional<Path> found = files.find(path);
    boolean folder = found.filter(Files::isDirectory).isPresent();
    if (folder && found.get().equals(files.root())) {
      byte[] overview = ReportOverview.html(files.root()).getBytes(StandardCharsets.UTF_8);
      send(exchange, TYPES.get("html"), overview.length, out -> out.write(overview));
    } else if (folder && files.page(found.get()).isPresent() && !path.endsWith("/")) {
      // What the page refers to is relative to it.
      exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getRawPath() + "/");
      answer(exchange, HttpURLConnection.HTTP_MOVED_TEMP, "");
    } else {
      Optional<Path> file =
          folder ? files.page(found.get()) : found.filter(f -> !path.endsWith("/"));
      if (file.filter(Files::isRegularFile).isPresent()) {
        send(exchange, file.get());
      } else {
        answer(exchange, HttpURLConnection.HTTP_NOT_FOUND, "There is no such report or file.\n");
      }
    }
  }

  /** Writes a body. */
  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private static void send(HttpExchange exchange, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      send(exchange, type(file), Files.size(file), in::transferTo);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(exchange, status, TEXT, bytes.length, out -> out.write(bytes));
  }

  private static void send(HttpExchange exchange, String type, long length, Body body)
      throws IOException {
    send(exchange, HttpURLConnection.HTTP_OK, type, length, body);
  }

  private static void send(HttpExchange exchange, int status, String type, long length, Body body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || length == 0;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    // The JDK's server takes 0 for a length that is not known.
    exchange.sendResponseHeaders(status, bodiless ? -1 : length);
    if (!bodiless) {
      body.write(exchange.getResponseBody());
    }
  }

  /** Everything else is shown as text. */
  private static String type(Path file) {
    String name = file.getFileName().toString();
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), TEXT);
  }
}
