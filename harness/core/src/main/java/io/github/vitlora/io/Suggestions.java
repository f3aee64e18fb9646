package io.github.vitlora.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which valid name was meant by one that is not. */
public final class Suggestions {
  private Suggestions() {}

  /** Returns the nearest candidate within a third of the longer name's letters, case aside. */
  static Optional<String> nearest(String given, Collection<String> candidates) {
    String lower = given.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(c -> distance(lower, c) <= Math.max(lower.length(), c.length()) / 3)
        .min(Comparator.<String>comparingInt(c -> distance(lower, c)).thenComparing(c -> c));
  }

  /** Returns {@code "; did you mean X?"}, or nothing. */
  public static String hint(String given, Collection<String> candidates) {
    return nearest(given, candidates).map(n -> "; did you mean " + n + "?").orElse("");
  }

  private static int distance(String lower, String candidate) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(lower, candidate.toLowerCase(Locale.ROOT));
  }
}
