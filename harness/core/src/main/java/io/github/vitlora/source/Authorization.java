package io.github.vitlora.source;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Holds the value of an {@code Authorization} header. {@link #toString} hides it. */
public final class Authorization {
  private final String header;
  private final String origin;

  private Authorization(String header, String origin) {
    this.header = header;
    this.origin = origin;
  }

  /**
   * Makes the value for a token.
   *
   * @param origin where it is configured, for messages
   * @throws SourceException if it has a character that no token has
   */
  public static Authorization bearer(String token, String origin) {
    String stripped = token.strip();
    // What HTTP refuses in a header is refused here, since its own message would show the token.
    if (!stripped.matches("[\\x21-\\x7e]+")) {
      throw new SourceException(
          origin + " holds no token: it is empty, or has blanks or other characters in it");
    }
    return new Authorization("Bearer " + stripped, origin);
  }

  /**
   * Makes the value for a user's name and password.
   *
   * @param origin where they are configured, for messages
   */
  public static Authorization basic(String user, String password, String origin) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Authorization("Basic " + Base64.getEncoder().encodeToString(pair), origin);
  }

  /** Returns the header's value. */
  String header() {
    return header;
  }

  /** Returns where it is configured. */
  public String origin() {
    return origin;
  }

  @Override
  public String toString() {
    return "Authorization of " + origin;
  }
}
