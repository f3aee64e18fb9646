package io.github.vitlora.report.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.vitlora.report.text.ReportOverview;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers with the files of reports, with their overview, or with why not.
 *
 * @param root folder of the reports, without links in its path
 * @param host name that the server was given
 * @param address that the server listens at
 */
record ReportHandler(Path root, String host, InetAddress address) implements HttpHandler {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
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
      if (!allows(exchange.getRequestHeaders().getFirst("Host"))) {
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
    Optional<Path> found = find(path);
    boolean folder = found.filter(Files::isDirectory).isPresent();
    if (folder && found.get().equals(root)) {
      byte[] overview = ReportOverview.html(root).getBytes(StandardCharsets.UTF_8);
      send(exchange, TYPES.get("html"), overview.length, out -> out.write(overview));
    } else if (folder && page(found.get()).isPresent() && !path.endsWith("/")) {
      // What the page refers to is relative to it.
      exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getRawPath() + "/");
      answer(exchange, HttpURLConnection.HTTP_MOVED_TEMP, "");
    } else {
      Optional<Path> file = folder ? page(found.get()) : found.filter(f -> !path.endsWith("/"));
      if (file.filter(Files::isRegularFile).isPresent()) {
        send(exchange, file.get());
      } else {
        answer(exchange, HttpURLConnection.HTTP_NOT_FOUND, "There is no such report or file.\n");
      }
    }
  }

  /**
   * Says whether the server may be asked by a name. A page on the internet can make a name of its
   * own stand for this machine and would then read what only this machine may read, had the server
   * answered to any name (DNS rebinding).
   *
   * @param header the request's {@code Host}, with or without a port; null where it has none
   */
  private boolean allows(String header) {
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

  /**
   * Finds the file or folder at a path. There is none where it is hidden, or outside of the root by
   * whatever way.
   *
   * @param path decoded, {@code /woof/index.html} for example
   */
  private Optional<Path> find(String path) {
    Path place = root;
    try {
      for (String name : path.split("/")) {
        if (name.startsWith(".") || name.contains("\\")) {
          return Optional.empty();
        }
        place = place.resolve(name);
      }
      // Links are followed here, so that one that leads elsewhere is seen.
      Path real = place.toRealPath();
      return real.startsWith(root) ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns the page of a folder, if it has one. */
  private static Optional<Path> page(Path folder) {
    return Optional.of(folder.resolve("index.html")).filter(Files::isRegularFile);
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

  /** Returns the type of a file; what is not known is shown as text. */
  private static String type(Path file) {
    String name = file.getFileName().toString();
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), TEXT);
  }
}
