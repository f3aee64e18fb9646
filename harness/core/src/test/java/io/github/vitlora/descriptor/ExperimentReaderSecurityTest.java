package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.testing.Descriptors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A descriptor from anywhere opens no file and no connection. */
class ExperimentReaderSecurityTest {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String address;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    assertThat(requests).isEmpty();
  }

  private static String[] refusalOf(String doctype, String description) {
    return Descriptors.refusalOf(
        Descriptors.with("<experiment ", doctype + "<experiment ")
            .replace("Two breeds.", description));
  }

  @Test
  void elementsThatLieDeepInOneAnotherAreNotFollowed() {
    String deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);

    assertThat(Descriptors.refusalOf(Descriptors.with("<regimes>", deep + "<regimes>")))
        .contains("dogs.xml:12:96: <a> lies in 32 others: none lies that deep");
  }

  @Test
  void anExternalEntityIsNotRead(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");

    assertThat(
            refusalOf(
                "<!DOCTYPE experiment [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>", "&e;"))
        .containsExactly("dogs.xml:2:10: a descriptor has no DOCTYPE: remove it");
  }

  @Test
  void aRemoteEntityOrDtdIsNotFetched() {
    refusalOf("<!DOCTYPE experiment [<!ENTITY e SYSTEM \"" + address + "/e\">]>", "&e;");
    refusalOf("<!DOCTYPE experiment SYSTEM \"" + address + "/dtd\">", "none");
    refusalOf("<!DOCTYPE experiment [<!ENTITY % e SYSTEM \"" + address + "/pe\"> %e;]>", "none");
  }

  @Test
  void aSchemaThatTheDescriptorNamesIsNotFetched() {
    Experiment experiment =
        Descriptors.read(
            Descriptors.with(
                "name=\"dogs\"",
                "name=\"dogs\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                    + " xsi:schemaLocation=\"urn:vitlora:experiment:1 "
                    + address
                    + "/xsd\""));
    assertThat(experiment.name()).isEqualTo("dogs");
  }

  @Test
  void anInclusionIsNotFollowed() {
    assertThat(
            Descriptors.refusalOf(
                Descriptors.with(
                    "<linearProbe/>",
                    "<include xmlns=\"http://www.w3.org/2001/XInclude\" href=\""
                        + address
                        + "/x\"/>")))
        .containsExactly(
            "dogs.xml:14:5: <include> is not in the namespace urn:vitlora:experiment:1");
  }

  @Test
  void aBillionLaughsAreNotExpanded() {
    StringBuilder doctype = new StringBuilder("<!DOCTYPE experiment [<!ENTITY e0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      doctype.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThat(refusalOf(doctype + "]>", "&e29;"))
                .containsExactly("dogs.xml:2:10: a descriptor has no DOCTYPE: remove it"));
  }
}
