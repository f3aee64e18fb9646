package io.github.vitlora.io;

import java.util.regex.Pattern;

/**
 * A name that is safe as a folder's on every platform. Descriptors are held to it by their schema;
 * what is read from results may come from anywhere.
 */
public final class Slug {
  private static final int LONGEST = 64;
  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]+([._\\-][a-z0-9]+)*");

  private Slug() {}

  /**
   * The name.
   *
   * @throws IllegalArgumentException if it might name a folder elsewhere
   */
  public static String require(String name) {
    if (name.length() > LONGEST || !ALLOWED.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name '%s' is not up to %d lower-case letters and digits, with single dots, hyphens or"
                  .formatted(name, LONGEST)
              + " underscores between them");
    }
    return name;
  }
}
