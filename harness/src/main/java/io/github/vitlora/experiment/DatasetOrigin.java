package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** Where a data set's class folders are found. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DatasetOrigin.Archive.class, name = "archive"),
  @JsonSubTypes.Type(value = DatasetOrigin.Directory.class, name = "directory"),
  @JsonSubTypes.Type(value = DatasetOrigin.Builtin.class, name = "builtin")
})
public sealed interface DatasetOrigin {

  /**
   * A packed folder (tar, tar.gz, tgz or zip).
   *
   * @param source where the archive comes from
   * @param sha256 its checksum in lower-case hexadecimal, where the descriptor gives one
   */
  record Archive(String source, Optional<String> sha256) implements DatasetOrigin {}

  /**
   * A folder on this machine.
   *
   * @param path absolute path
   */
  record Directory(String path) implements DatasetOrigin {}

  /**
   * A data set that ships with the harness.
   *
   * @param name its name
   */
  record Builtin(String name) implements DatasetOrigin {}
}
