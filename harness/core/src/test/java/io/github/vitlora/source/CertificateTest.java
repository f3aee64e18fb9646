package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own, as a company's proxy shows. */
class CertificateTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  @Test
  void aCertificateThatIsNotTrustedIsToldAtOnceWithTheRemedy() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    server.start();
    try {
      String address = "https://127.0.0.1:" + server.getAddress().getPort() + "/m.safetensors";
      Sources sources =
          new Sources(
              new SourceSettings(folder.resolve("cache"), Optional.empty(), false),
              Optional.empty(),
              TransferListener.NONE,
              NetworkAccess.ofThisProcess(),
              // A second attempt would take longer than any test may.
              Duration.ofDays(1),
              Duration.ofSeconds(20));

      assertThatThrownBy(() -> sources.resolve(address, Optional.empty()))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(address)
          .hasMessageContaining("shows a certificate that this JVM refuses")
          .hasMessageContaining("truststore")
          .hasMessageContaining("-Djavax.net.ssl.trustStore=FILE")
          .hasMessageContaining("-Djavax.net.ssl.trustStoreType=Windows-ROOT");
    } finally {
      server.stop(0);
    }
  }

  /** Makes a key and its certificate by the JDK's own tool, and serves with them. */
  private SSLContext selfSigned()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("server.p12");
    Path log = folder.resolve("keytool.log");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    file.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "san=ip:127.0.0.1"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException(Files.readString(log));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
