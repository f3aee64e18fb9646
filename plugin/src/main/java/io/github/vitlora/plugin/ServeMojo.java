package io.github.vitlora.plugin;

import io.github.vitlora.report.serve.ReportServer;
import io.github.vitlora.report.text.ReportOverview;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Serves the reports over HTTP until it is interrupted (Ctrl-C), to this machine alone unless
 * {@code vitlora.host} says otherwise.
 */
@Mojo(name = "serve", requiresProject = false, aggregator = true, threadSafe = true)
public final class ServeMojo extends AbstractVitloraMojo {

  /** Where the reports are: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = "vitlora.reports", defaultValue = "${basedir}/reports")
  private File reports;

  /**
   * Name or address of this machine to listen at. {@code 0.0.0.0} lets everybody in who reaches the
   * machine.
   */
  @Parameter(property = "vitlora.host", defaultValue = "localhost")
  private String host;

  /** Port to listen at; 0 for any that is free. */
  @Parameter(property = "vitlora.port", defaultValue = "8765")
  private int port;

  /** Opens the reports in the browser. */
  @Parameter(property = "vitlora.open", defaultValue = "false")
  private boolean open;

  /**
   * Made by Maven.
   *
   * @param repositorySystem not needed by this goal
   */
  @Inject
  public ServeMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    Path folder = reports.toPath();
    if (!Files.isDirectory(folder)) {
      throw new MojoFailureException(
          "There is no folder "
              + folder
              + ": vitlora:compare writes reports there, and"
              + " -Dvitlora.reports names another");
    }
    if (port < 0 || port > 65535) {
      throw new MojoFailureException("vitlora.port must be 0 to 65535, and is " + port);
    }
    try (ReportServer server = start(folder)) {
      tell(server, folder);
      // Ctrl-C ends the JVM; a daemon that runs builds interrupts this thread.
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      getLog().info("Stopped");
    }
  }

  private ReportServer start(Path folder) throws IOException, MojoFailureException {
    try {
      return ReportServer.start(folder, host, port);
    } catch (UnknownHostException e) {
      throw new MojoFailureException("vitlora.host: no machine is known as '" + host + "'", e);
    } catch (BindException e) {
      throw new MojoFailureException(
          "Port %d of %s cannot be listened at: %s. -Dvitlora.port=0 takes any that is free"
              .formatted(port, host, e.getMessage()),
          e);
    }
  }

  private void tell(ReportServer server, Path folder) throws IOException {
    List<String> names = ReportOverview.reports(folder);
    getLog().info("Serving " + folder + " at " + server.address() + " (Ctrl-C ends it)");
    names.forEach(name -> getLog().info("  " + page(server, name)));
    if (!server.isLoopback()) {
      getLog().warn("Everybody who reaches this machine can read these reports");
    }
    if (open) {
      URI start = names.size() == 1 ? page(server, names.get(0)) : server.address();
      DesktopBrowser.open(start).ifPresent(getLog()::warn);
    }
  }

  private static URI page(ReportServer server, String name) {
    return server
        .address()
        .resolve(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + "/");
  }
}
