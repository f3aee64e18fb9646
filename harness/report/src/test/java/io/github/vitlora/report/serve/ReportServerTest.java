package io.github.vitlora.report.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.text.ReportOverview;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportServerTest {

  @TempDir Path temporary;
  private Path reports;
  private ReportServer server;

  @BeforeEach
  void serve() throws IOException {
    reports = Files.createDirectories(temporary.resolve("reports"));
    Files.createDirectories(reports.resolve("woof/charts"));
    Files.writeString(reports.resolve("woof/index.html"), "<h1>woof</h1>");
    Files.writeString(reports.resolve("woof/summary.md"), "# wöof");
    Files.write(reports.resolve("woof/charts/rank.png"), new byte[] {1, 2, 3});
    Files.createFile(reports.resolve("woof/empty.txt"));
    Files.createDirectories(reports.resolve(".woof-new-1"));
    Files.writeString(reports.resolve(".woof-new-1/index.html"), "unfinished");
    Files.writeString(temporary.resolve("secret.txt"), "secret");
    server = ReportServer.start(reports, "localhost", 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aReportIsServedWithItsFiles() throws Exception {
    assertThat(get("woof/").body()).isEqualTo("<h1>woof</h1>");
    assertThat(get("woof/").headers().firstValue("Content-Type"))
        .contains("text/html; charset=utf-8");
    assertThat(get("woof/summary.md").body()).isEqualTo("# wöof");
    assertThat(get("woof/charts/rank.png").headers().firstValue("Content-Type"))
        .contains("image/png");
    assertThat(get("woof/empty.txt").statusCode()).isEqualTo(200);
    assertThat(get("woof").headers().firstValue("Location")).contains("/woof/");
  }

  @Test
  void theOverviewLeadsToTheReportsAndSaysHowTheyCameOut() throws Exception {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of());
    ResultStore.writeExperiment(
        reports.resolve("woof/results.json"),
        Comparison.results(experiment, Optional.empty(), Samples.allCompleted(experiment)));

    assertThat(get("").body())
        .contains("<a href=\"woof/\">woof</a>")
        .contains("✔ passed: 3 trials, no expectations.")
        .doesNotContain("woof-new");
    assertThat(ReportOverview.reports(reports)).containsExactly("woof");
  }

  @Test
  void onlyThisMachineIsListenedTo() throws Exception {
    assertThat(server.isLoopback()).isTrue();
    assertThat(server.address().getHost()).isEqualTo("localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/woof/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/woof/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        "/%00",
        "/.woof-new-1/index.html",
        "/woof/charts",
        "/woof/charts/",
        "/woof/index.html/",
        "/nothing"
      })
  void nothingElseIsServed(String path) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1", "localhost"))
        .doesNotContain("secret")
        .doesNotContain("unfinished")
        .startsWith("HTTP/1.1 404");
  }

  @Test
  void aLinkThatLeadsElsewhereIsNotFollowed() throws Exception {
    Files.createSymbolicLink(reports.resolve("woof/link.txt"), temporary.resolve("secret.txt"));
    Files.createSymbolicLink(reports.resolve("elsewhere"), temporary);

    assertThat(get("woof/link.txt").statusCode()).isEqualTo(404);
    assertThat(get("elsewhere/secret.txt").statusCode()).isEqualTo(404);
  }

  @Test
  void aNameThatOnlyStandsForThisMachineIsNotAnswered() throws Exception {
    assertThat(raw("GET /woof/ HTTP/1.1", "evil.example")).startsWith("HTTP/1.1 421");
    assertThat(raw("GET /woof/ HTTP/1.1", "127.0.0.1:8765")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /woof/ HTTP/1.1", "[::1]:8765")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /woof/ HTTP/1.1", "LOCALHOST")).startsWith("HTTP/1.1 200");
  }

  @Test
  void reportsCanBeReadAndNoMore() throws Exception {
    HttpRequest delete =
        HttpRequest.newBuilder(server.address().resolve("woof/index.html")).DELETE().build();
    assertThat(send(delete).statusCode()).isEqualTo(405);
    assertThat(reports.resolve("woof/index.html")).exists();

    HttpRequest head =
        HttpRequest.newBuilder(server.address().resolve("woof/"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(send(head).headers().firstValue("Content-Length")).contains("13");
    assertThat(send(head).body()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    assertThatThrownBy(() -> ReportServer.start(reports, "localhost", server.address().getPort()))
        .isInstanceOf(BindException.class);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(server.address().resolve(path)).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  /** As no client would send it. */
  private String raw(String line, String host) throws IOException {
    URI address = server.address();
    try (Socket socket = new Socket(InetAddress.getByName(address.getHost()), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              (line + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
