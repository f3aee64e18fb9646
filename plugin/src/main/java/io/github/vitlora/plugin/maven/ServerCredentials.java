package io.github.vitlora.plugin.maven;

import io.github.vitlora.io.Suggestions;
import io.github.vitlora.source.Authorization;
import io.github.vitlora.source.SourceException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * Reads the credentials of the {@code <server>} elements of settings.xml, and decrypts them when
 * they are needed.
 *
 * @param settings the build's
 * @param decrypter Maven's
 */
record ServerCredentials(Settings settings, SettingsDecrypter decrypter) {

  /** Returns name and password, or a password alone as a token; empty without the server. */
  Optional<Authorization> of(String id) {
    return decrypted(id)
        .map(
            server ->
                isBlank(server.getUsername())
                    ? token(server)
                    : Authorization.basic(
                        server.getUsername(),
                        Optional.ofNullable(server.getPassword()).orElse(""),
                        origin(id)));
  }

  /** Returns the password as a token, whatever the name; empty if there is no such server. */
  Optional<Authorization> tokenOf(String id) {
    return decrypted(id).map(ServerCredentials::token);
  }

  /**
   * Returns the password as a token.
   *
   * @throws SourceException if there is no such server
   */
  Authorization requiredToken(String id, String parameter) {
    return tokenOf(id)
        .orElseThrow(
            () -> {
              List<String> ids = settings.getServers().stream().map(Server::getId).toList();
              return new SourceException(
                  "%s names the server '%s', and settings.xml has %s%s"
                      .formatted(
                          parameter,
                          id,
                          ids.isEmpty() ? "none" : "only " + String.join(", ", ids),
                          Suggestions.hint(id, ids)));
            });
  }

  private Optional<Server> decrypted(String id) {
    Server server = settings.getServer(id);
    if (server == null) {
      return Optional.empty();
    }
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
    List<String> problems = result.getProblems().stream().map(SettingsProblem::getMessage).toList();
    if (!problems.isEmpty()) {
      throw new SourceException(
          "The password of "
              + origin(id)
              + " cannot be decrypted: "
              + String.join("; ", problems)
              + ". Encrypt it again with mvn --encrypt-password, beside the settings-security.xml"
              + " of this machine");
    }
    return Optional.of(result.getServer());
  }

  private static Authorization token(Server server) {
    return Authorization.bearer(
        Optional.ofNullable(server.getPassword()).orElse(""), origin(server.getId()));
  }

  private static String origin(String id) {
    return "the server '" + id + "' of settings.xml";
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
