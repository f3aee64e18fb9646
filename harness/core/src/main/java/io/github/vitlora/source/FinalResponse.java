package io.github.vitlora.source;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds what a server, and those that it sent us on to, answered.
 *
 * @param address the last one asked
 * @param response its answer, the body still to be read
 * @param hops headers of all answers, this one's last
 * @param shown what the last host was shown
 */
record FinalResponse(
    URI address,
    HttpResponse<InputStream> response,
    List<HttpHeaders> hops,
    Optional<Authorization> shown) {
  private static final Pattern SHA256 = Pattern.compile("\"?([0-9a-f]{64})\"?");

  /** Returns the commit that the model hub says the file is of. */
  Optional<String> commit() {
    return header("X-Repo-Commit").filter(text -> text.matches("[0-9a-f]{7,64}"));
  }

  /** Returns the model hub's checksum of a large file's content. */
  Optional<String> sha256() {
    return header("X-Linked-ETag")
        .map(SHA256::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /** Returns the code of the model hub that says why it refuses. */
  String errorCode() {
    return header("X-Error-Code").orElse("");
  }

  /** The first host that says it is the one that knows. */
  private Optional<String> header(String name) {
    return hops.stream().flatMap(headers -> headers.firstValue(name).stream()).findFirst();
  }
}
