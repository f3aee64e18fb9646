package io.github.vitlora.io;

import java.util.regex.Pattern;

/**
 * Checks names that must be safe for a folder on every platform. Descriptors are held to it, and so
 * are results, which may come from anywhere.
 */
public final class Slug {
  private static final int LONGEST = 64;
  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]+([._\\-][a-z0-9]+)*");

  /** Says in words what a name may be. */
  public static final String PHRASE =
      "up to %d lower-case letters and digits, with single dots, hyphens or underscores between them"
          .formatted(LONGEST);

  private Slug() {}

  /** Returns whether the name is safe. */
  public static boolean is(String name) {
    return name.length() <= LONGEST && ALLOWED.matcher(name).matches();
  }

  /**
   * Returns the name.
   *
   * @throws IllegalArgumentException if it might name a folder elsewhere
   */
  public static String require(String name) {
    if (!is(name)) {
      throw new IllegalArgumentException("the name '%s' is not %s".formatted(name, PHRASE));
    }
    return name;
  }
}
