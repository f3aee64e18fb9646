package io.github.vitlora.source;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names a file of a repository of the model hub.
 *
 * @param owner user or organisation
 * @param repository its name
 * @param revision a branch, a tag or a commit
 * @param file its path in the repository
 */
record HubFile(String owner, String repository, String revision, String file) {
  private static final String MAIN = "main";

  // A revision with a slash, refs/pr/1 for example, is written as in an address: refs%2Fpr%2F1.
  private static final Pattern FORM =
      Pattern.compile("([^/@\\s]+)/([^/@\\s]+)(?:@([^/@\\s]+))?/(\\S|\\S.*\\S)");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** Reads what stands behind {@code hf:}; empty if it is of another form. */
  static Optional<HubFile> parse(String rest) {
    Matcher matcher = FORM.matcher(rest);
    if (!matcher.matches() || Arrays.stream(rest.split("/", -1)).anyMatch(HubFile::leadsAstray)) {
      return Optional.empty();
    }
    String revision = matcher.group(3) == null ? MAIN : matcher.group(3);
    return leadsAstray(revision)
        ? Optional.empty()
        : Optional.of(
            new HubFile(
                matcher.group(1),
                matcher.group(2),
                revision.replaceAll("(?i)%2f", "/"),
                matcher.group(4)));
  }

  static boolean leadsAstray(String segment) {
    return segment.isBlank() || segment.equals(".") || segment.equals("..");
  }

  /** Returns where the model hub has it. */
  URI web() {
    return URI.create(address("resolve"));
  }

  /** Returns where people look at the file. */
  String filePage() {
    return address("blob");
  }

  private String address(String view) {
    return "%s/%s/%s/%s"
        .formatted(
            page(),
            view,
            encoded(revision),
            Arrays.stream(file.split("/")).map(HubFile::encoded).collect(Collectors.joining("/")));
  }

  /** Returns the repository's page, where people accept its terms. */
  String page() {
    return "https://huggingface.co/" + encoded(owner) + "/" + encoded(repository);
  }

  /**
   * Returns where a mirror has it, and what the cache knows it by: the main branch goes without its
   * name, any other revision is part of the repository's.
   */
  String path() {
    String pinned = revision.equals(MAIN) ? "" : "@" + encoded(revision);
    return owner + "/" + repository + pinned + "/" + file;
  }

  /** Returns the commit, where the revision is one. */
  Optional<String> commit() {
    return Optional.of(revision).filter(COMMIT.asMatchPredicate());
  }

  /** Returns the last segment of its path. */
  String name() {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
