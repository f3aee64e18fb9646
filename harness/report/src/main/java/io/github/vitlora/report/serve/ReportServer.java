package io.github.vitlora.report.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the reports of a folder over HTTP, to be read and no more. The JDK's own file server does
 * the same from Java 18 on, without an overview and for whatever name a page elsewhere asks it by.
 */
public final class ReportServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final String host;

  private ReportServer(HttpServer server, ExecutorService threads, String host) {
    this.server = server;
    this.threads = threads;
    this.host = host;
  }

  /**
   * Begins to serve.
   *
   * @param reports folder of the reports, {@code <reports>/<experiment>/index.html}
   * @param host name or address of this machine to listen at
   * @param port to listen at; 0 for any that is free
   * @throws java.net.UnknownHostException if no machine has the name
   * @throws java.net.BindException if it is no address of this machine, or the port is taken
   * @throws IOException if the folder is not there
   */
  public static ReportServer start(Path reports, String host, int port) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "vitlora-serve");
              thread.setDaemon(true);
              return thread;
            });
    try {
      server.createContext("/", new ReportHandler(reports.toRealPath(), host, address));
    } catch (IOException e) {
      server.stop(0);
      threads.shutdown();
      throw e;
    }
    server.setExecutor(threads);
    server.start();
    return new ReportServer(server, threads, host);
  }

  /** Returns where the overview of the reports is. */
  public URI address() {
    try {
      return new URI("http", null, host, server.getAddress().getPort(), "/", null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns whether this machine alone can reach it. */
  public boolean isLoopback() {
    return server.getAddress().getAddress().isLoopbackAddress();
  }

  /** Stops serving, and does not wait for what is being sent. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
