package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.report.serve.ReportServer;
import io.github.vitlora.report.text.ReportOverview;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
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
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Serves the reports over HTTP until it is interrupted (Ctrl-C), to this machine alone unless
 * {@code vitlora.host} says otherwise.
 */
@Mojo(name = "serve", requiresProject = false, aggregator = true, threadSafe = true)
public final class ServeMojo extends Goal {

  /** Where the reports are: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = PropertyNames.REPORTS, defaultValue = "${basedir}/reports")
  private File reports;

  /**
   * Name or address of this machine to listen at. {@code 0.0.0.0} lets everybody in who reaches the
   * machine.
   */
  @Parameter(property = PropertyNames.HOST, defaultValue = "localhost")
  private String host;

  /** Port to listen at; 0 for any that is free. */
  @Parameter(property = PropertyNames.PORT, defaultValue = "8765")
  private int port;

  /** Opens the reports in the browser. */
  @Parameter(property = PropertyNames.OPEN, defaultValue = "false")
  private boolean open;

  @Override
  void run(MavenBuild build) throws IOException, MojoFailureException {
    Path folder = reports.toPath();
    if (!Files.isDirectory(folder)) {
      throw new MojoFailureException(
          "There is no folder %s: vitlora:compare writes reports there, and -D%s names another"
              .formatted(folder, PropertyNames.REPORTS));
    }
    if (port < 0 || port > 65535) {
      throw new MojoFailureException(PropertyNames.PORT + " must be 0 to 65535, and is " + port);
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
      throw new MojoFailureException(
          PropertyNames.HOST + ": no machine is known as '" + host + "'", e);
    } catch (BindException e) {
      throw new MojoFailureException(
          "Port %d of %s cannot be listened at: %s. -D%s=0 takes any that is free"
              .formatted(port, host, e.getMessage(), PropertyNames.PORT),
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
      browse(start);
    }
  }

  private static URI page(ReportServer server, String name) {
    return server
        .address()
        .resolve(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + "/");
  }

  /** Opens the browser of whoever sits at this machine, or says why that cannot be done. */
  private void browse(URI address) {
    try {
      if (!GraphicsEnvironment.isHeadless()
          && Desktop.isDesktopSupported()
          && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
        Desktop.getDesktop().browse(address);
      } else {
        getLog().warn("No browser can be opened from here; open " + address + " yourself");
      }
    } catch (IOException | UnsupportedOperationException | LinkageError e) {
      getLog().warn("The browser cannot be opened (" + e + "); open " + address + " yourself");
    }
  }
}
