package io.github.vitlora.source;

import io.github.vitlora.io.PropertyNames;
import java.net.URI;
import java.util.Optional;

/** Why a server did not give a file, and what to do about it. */
final class DownloadErrors {

  private DownloadErrors() {}

  /**
   * Of an answer that will be the same next time.
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
    return new SourceException(
        "The source '"
            + source
            + "': "
            + asked
            + elsewhere
            + " answered with status "
            + status
            + ". "
            + remote
                .hubFile()
                .filter(file -> asked.equals(file.web()) || !answer.errorCode().isEmpty())
                .map(file -> hub(file, status, answer))
                .orElseGet(() -> web(answer, status)));
  }

  private static String web(FinalResponse answer, int status) {
    URI address = answer.address();
    return switch (status) {
      case 401, 403 ->
          refused(answer.shown())
              + "give settings.xml a <server> with the id "
              + address.getHost()
              + " and a username and password, or a token as its password"
              + ("http".equals(address.getScheme()) ? ", which go over https: alone" : "")
              + "; or fetch it by hand and put it into a -D"
              + PropertyNames.HUB;
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
              ? "The token of "
                  + shown.get().origin()
                  + " is not accepted, or "
                  + file.owner()
                  + "/"
                  + file.repository()
                  + " is not there: see "
                  + file.page()
                  + "; the model hub makes new tokens at https://huggingface.co/settings/tokens"
              : "The repository is gated or private, or its name is misspelt: see "
                  + file.page()
                  + ", accept its terms there, and give a token of yours, by the environment"
                  + " variable HF_TOKEN or as the password of a <server> with the id huggingface in"
                  + " settings.xml";
      case 403 ->
          refused(shown)
              + "ask for access at "
              + file.page()
              + ", and let the token read gated repositories";
      case 404 -> missing(file, answer.errorCode());
      case 407 -> web(answer, status);
      default -> "Look at " + file.page();
    };
  }

  private static String missing(HubFile file, String errorCode) {
    return switch (errorCode) {
      case "RevisionNotFound" ->
          "The repository has no branch, tag or commit '"
              + file.revision()
              + "': see "
              + file.page()
              + "/commits/main";
      case "RepoNotFound" ->
          "There is no repository " + file.owner() + "/" + file.repository() + ": check its name";
      default ->
          "There is no file '"
              + file.file()
              + "' in revision '"
              + file.revision()
              + "': see "
              + file.page()
              + "/tree/"
              + file.revision();
    };
  }

  private static String refused(Optional<Authorization> shown) {
    return shown
        .map(a -> "What " + a.origin() + " holds is not enough: ")
        .orElse("It wants permission: ");
  }
}
