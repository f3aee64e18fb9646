package io.github.vitlora.experiment;

import io.github.vitlora.io.FileFaults;
import io.github.vitlora.source.SourceSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the forms in which a descriptor says where a file comes from. */
public final class SourceReference {
  private static final String FORMS =
      "allowed are hf:OWNER/REPO[@REVISION]/FILE, hf:datasets/OWNER/REPO[@REVISION]/FILE, https:,"
          + " http:, file:, maven:G:A:V[:EXT[:CLASSIFIER]], classpath: and a path relative to the"
          + " descriptor";

  // One letter before a colon is a Windows drive.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");
  // Mirrors and caches make paths of it, so that "." and ".." are no segments.
  private static final Pattern HUB_FILE =
      Pattern.compile(
          "(?:datasets/)?+(?!(?:.*[/@])?\\.{1,2}(?:/|$))[A-Za-z0-9._-]+/[A-Za-z0-9._-]+(?:@[A-Za-z0-9._+%-]+)?(?:/[^/\\s]+)+");
  private static final Pattern COORDINATES =
      Pattern.compile("[A-Za-z0-9._-]+(?::[A-Za-z0-9._+-]+){2,4}");

  // Hosts whose pages about a file differ from the file's own address in this one segment.
  private static final Pattern PAGE =
      Pattern.compile(
          "(?i)(https?://(?:www\\.)?(?:huggingface\\.co|github\\.com|gitlab\\.com)/.+?/)blob(/.+)");

  private SourceReference() {}

  /**
   * Returns the source as trials get it: independent of the folder that the descriptor lies in.
   *
   * @param text as the descriptor has it
   * @param base folder that relative paths start at
   * @throws IllegalArgumentException if it is not a source, saying what is
   */
  public static String resolve(String text, Path base) {
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      return path(text, base).toUri().toString();
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String rest = matcher.group(2);
    String source = scheme + ":" + rest;
    return switch (scheme) {
      case "hf" ->
          require(HUB_FILE, rest, source, "a file of a model hub is hf:OWNER/REPO[@REVISION]/FILE");
      case "maven" ->
          require(COORDINATES, rest, source, "an artifact is maven:G:A:V[:EXT[:CLASSIFIER]]");
      case "classpath" ->
          require(Pattern.compile("/?[^/\\s].*"), rest, source, "a resource is classpath:PATH");
      case "https", "http" -> web(source);
      case "file" -> file(source, base).toUri().toString();
      default ->
          throw new IllegalArgumentException(
              "\"%s\" has the unknown scheme %s: %s".formatted(text, matcher.group(1), FORMS));
    };
  }

  /**
   * Returns a path of this machine's file system, absolute. {@code ~/} at its beginning is the
   * user's folder.
   *
   * @throws IllegalArgumentException if the file system cannot have such a path, or the user has no
   *     folder
   */
  public static Path path(String text, Path base) {
    try {
      if (text.startsWith("~/")) {
        Path home =
            SourceSettings.home()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "\"%s\" begins with the user's folder, and this user has none"
                                .formatted(text)));
        return home.resolve(text.substring(2)).normalize();
      }
      return base.resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a path of this machine: %s%s"
              .formatted(text, e.getReason(), FileFaults.localeAdvice()),
          e);
    }
  }

  private static String require(Pattern form, String rest, String text, String explanation) {
    if (!form.matcher(rest).matches()) {
      throw new IllegalArgumentException("\"%s\" is not in order: %s".formatted(text, explanation));
    }
    return text;
  }

  private static String web(String text) {
    URI uri = uri(text);
    if (uri.getRawUserInfo() != null) {
      // Not repeated: it has a password in it.
      throw new IllegalArgumentException(
          "at %s has a user in its address, and descriptors are read by many: give settings.xml a <server> with the id %s instead"
              .formatted(uri.getHost(), uri.getHost()));
    }
    if (uri.getHost() == null || uri.getPath().matches("|.*/|.*/\\.{1,2}")) {
      throw new IllegalArgumentException(
          "\"%s\" is not in order: a web address names a host and a file".formatted(text));
    }
    Matcher page = PAGE.matcher(text);
    if (page.matches()) {
      String raw =
          uri.getHost().toLowerCase(Locale.ROOT).endsWith("huggingface.co") ? "resolve" : "raw";
      throw new IllegalArgumentException(
          "\"%s\" is the address of a page about the file: that of the file itself is %s%s%s"
              .formatted(text, page.group(1), raw, page.group(2)));
    }
    return text;
  }

  private static Path file(String text, Path base) {
    URI uri = uri(text);
    if (uri.getAuthority() != null) {
      throw new IllegalArgumentException(
          "\"%s\" is not in order: a file on this machine is file:/PATH or file:RELATIVE-PATH"
              .formatted(text));
    }
    if (!uri.isOpaque()) {
      try {
        return path(Path.of(uri).toString(), base);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "\"%s\" is not in order: %s".formatted(text, e.getMessage()), e);
      }
    }
    return path(URI.create("p:/" + uri.getRawSchemeSpecificPart()).getPath().substring(1), base);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not in order: %s at character %s (a space is written %%20)"
              .formatted(text, e.getReason().toLowerCase(Locale.ROOT), e.getIndex() + 1),
          e);
    }
  }
}
