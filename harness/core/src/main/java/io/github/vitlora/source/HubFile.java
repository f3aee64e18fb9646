package io.github.vitlora.source;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names a file of a repository of the model hub.
 *
 * @param kind what stands before the repository in addresses: {@code datasets/}, or nothing for a
 *     model
 * @param owner user or organisation
 * @param repository its name
 * @param revision a branch, a tag or a commit
 * @param file its path in the repository
 */
record HubFile(String kind, String owner, String repository, String revision, String file) {
  private static final String MAIN = "main";

  // A revision with a slash, refs/pr/1 for example, is written as in an address: refs%2Fpr%2F1.
  private static final Pattern FORM =
      Pattern.compile("(datasets/)?+([^/@\\s]+)/([^/@\\s]+)(?:@([^/@\\s]+))?/(\\S|\\S.*\\S)");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** Reads what stands behind {@code hf:}; empty if it is of another form. */
  static Optional<HubFile> parse(String rest) {
    Matcher matcher = FORM.matcher(rest);
    if (!matcher.matches() || Arrays.stream(rest.split("/", -1)).anyMatch(HubFile::leadsAstray)) {
      return Optional.empty();
    }
    String revision = matcher.group(4) == null ? MAIN : matcher.group(4);
    return leadsAstray(revision)
        ? Optional.empty()
        : Optional.of(
            new HubFile(
                matcher.group(1) == null ? "" : matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                revision.replaceAll("(?i)%2f", "/"),
                matcher.group(5)));
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
    return "https://huggingface.co/" + kind + encoded(owner) + "/" + encoded(repository);
  }

  /**
   * Returns where a mirror has it, and what the cache knows it by: the main branch goes without its
   * name, any other revision is part of the repository's.
   */
  String path() {
    String pinned = revision.equals(MAIN) ? "" : "@" + encoded(revision);
    return kind + owner + "/" + repository + pinned + "/" + file;
  }

  /**
   * Returns the file where the model hub's own tools keep it, if they have it: {@code
   * models--OWNER--REPO/snapshots/COMMIT/FILE}, the commit of a branch or tag in {@code refs}.
   *
   * @param cache their folder
   */
  Optional<Path> in(Path cache) {
    Path folder =
        cache.resolve((kind.isEmpty() ? "models" : "datasets") + "--" + owner + "--" + repository);
    return commit()
        .or(() -> reference(folder.resolve("refs")))
        .map(commit -> folder.resolve("snapshots").resolve(commit).resolve(file))
        .filter(Files::isRegularFile);
  }

  /** Returns the commit of a file where {@link #in} finds it. */
  Optional<String> commitIn(Path cache) {
    return in(cache)
        .map(at -> at.getName(at.getNameCount() - Path.of(file).getNameCount() - 1).toString());
  }

  private Optional<String> reference(Path references) {
    Path reference = references.resolve(revision).normalize();
    if (!reference.startsWith(references) || !Files.isRegularFile(reference)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(reference).strip()).filter(COMMIT.asMatchPredicate());
    } catch (IOException e) {
      // Unreadable for this user: then the file is asked of the network.
      return Optional.empty();
    }
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
