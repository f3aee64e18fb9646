package io.github.vitlora.source;

import io.github.vitlora.io.PropertyNames;
import java.io.IOException;
import java.net.URI;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says why a server did not give a file, and what to do about it. */
final class DownloadErrors {
  private static final String TRUSTSTORE =
      "Its issuer is not in the JVM's truststore, as that of a company's own proxy is not. Set"
          + " MAVEN_OPTS to -Djavax.net.ssl.trustStore=FILE, a truststore with the issuer's"
          + " certificate (keytool -importcert makes one), or to the system's own:"
          + " -Djavax.net.ssl.trustStoreType=KeychainStore on macOS,"
          + " -Djavax.net.ssl.trustStoreType=Windows-ROOT on Windows";

  private DownloadErrors() {}

  /**
   * Explains an answer that will be the same next time.
   *
   * @param source as the descriptor names it
   * @param remote the same, taken apart
   * @param asked the address that was asked first
   */
  static SourceException of(
      String source, SourceAddress.Remote remote, URI asked, FinalResponse answer) {
    int status = answer.response().statusCode();
    String elsewhere =
        answer.address().equals(asked)
            ? ""
            : " (sent on to " + Requests.withoutQuery(answer.address()) + ")";
    String advice =
        remote
            .hubFile()
            .filter(file -> asked.equals(file.web()) || !answer.errorCode().isEmpty())
            .map(file -> hub(file, status, answer))
            .orElseGet(() -> web(answer, status));
    return new SourceException(
        "The source '%s': %s%s answered with status %s. %s"
            .formatted(source, asked, elsewhere, status, advice));
  }

  /**
   * Explains a certificate that this JVM does not accept, which is the same next time; empty for
   * any other fault.
   *
   * @param source as the descriptor names it
   * @param asked the address that was asked first
   */
  static Optional<SourceException> certificate(String source, URI asked, IOException fault) {
    List<Throwable> causes =
        Stream.iterate((Throwable) fault, Objects::nonNull, Throwable::getCause).toList();
    Optional<Throwable> refused =
        causes.stream()
            .filter(
                cause ->
                    cause instanceof CertificateException
                        || cause instanceof CertPathValidatorException
                        || cause instanceof CertPathBuilderException
                        || cause instanceof InvalidAlgorithmParameterException)
            .reduce((outer, inner) -> inner);
    boolean unknownIssuer =
        causes.stream()
            .anyMatch(
                cause ->
                    cause instanceof CertPathBuilderException
                        || cause instanceof InvalidAlgorithmParameterException);
    return refused.map(
        cause ->
            new SourceException(
                "The source '%s': %s, or where it sends on to, shows a certificate that this JVM refuses: %s. %s"
                    .formatted(
                        source,
                        asked,
                        cause.getMessage(),
                        unknownIssuer
                            ? TRUSTSTORE
                            : "Check the address, and the clock of this machine"),
                fault));
  }

  private static String web(FinalResponse answer, int status) {
    URI address = answer.address();
    return switch (status) {
      case 401, 403 ->
          ("%sgive settings.xml a <server> with the id %s and a username and password, or a token"
                  + " as its password%s; or fetch it by hand and put it into a -D%s")
              .formatted(
                  refused(answer.shown()),
                  address.getHost(),
                  "http".equals(address.getScheme()) ? ", which go over https: alone" : "",
                  PropertyNames.HUB);
      case 404, 410 -> "There is no such file: check the spelling of the source";
      case 407 ->
          "The proxy wants a name and a password: give them to its <proxy> in settings.xml, and"
              + " start Maven with MAVEN_OPTS=-Djdk.http.auth.tunneling.disabledSchemes= if it has"
              + " them";
      default -> "Check the address";
    };
  }

  private static String hub(HubFile file, int status, FinalResponse answer) {
    Optional<Authorization> shown = answer.shown();
    return switch (status) {
      case 401 ->
          shown.isPresent()
              ? ("The token of %s is not accepted, or %s/%s is not there: see %s; the model hub"
                      + " makes new tokens at https://huggingface.co/settings/tokens")
                  .formatted(shown.get().origin(), file.owner(), file.repository(), file.page())
              : ("The repository is gated or private, or its name is misspelt: see %s, accept its"
                      + " terms there, and give a token of yours, by the environment variable"
                      + " HF_TOKEN or as the password of a <server> with the id huggingface in"
                      + " settings.xml")
                  .formatted(file.page());
      case 403 ->
          "%sask for access at %s, and let the token read gated repositories"
              .formatted(refused(shown), file.page());
      case 404 -> missing(file, answer.errorCode());
      case 407 -> web(answer, status);
      default -> "Look at " + file.page();
    };
  }

  private static String missing(HubFile file, String errorCode) {
    return switch (errorCode) {
      case "RevisionNotFound" ->
          "The repository has no branch, tag or commit '%s': see %s/commits/main"
              .formatted(file.revision(), file.page());
      case "RepoNotFound" ->
          "There is no repository " + file.owner() + "/" + file.repository() + ": check its name";
      default ->
          "There is no file '%s' in revision '%s': see %s/tree/%s"
              .formatted(file.file(), file.revision(), file.page(), file.revision());
    };
  }

  private static String refused(Optional<Authorization> shown) {
    return shown
        .map(a -> "What " + a.origin() + " holds is not enough: ")
        .orElse("It wants permission: ");
  }
}
