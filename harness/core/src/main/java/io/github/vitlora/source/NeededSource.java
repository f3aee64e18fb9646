package io.github.vitlora.source;

import java.util.Optional;

/**
 * Names something from elsewhere that an experiment cannot be run without.
 *
 * @param what a word for people: {@code weights}, {@code archive}
 * @param form what is done with it
 * @param source as sources are named; of a {@link Form#FOLDER} its path
 * @param sha256 its checksum, where the descriptor declares it
 */
public record NeededSource(String what, Form form, String source, Optional<String> sha256) {
  private static final String HUB = "hf:";

  /** Says what is done with a source. */
  public enum Form {
    /** Reads a file of weights. */
    CHECKPOINT,
    /** Unpacks an archive. */
    ARCHIVE,
    /** Uses a folder of this machine, or unpacks an archive. */
    FOLDER_OR_ARCHIVE,
    /** Uses a folder of this machine, which nothing can fetch. */
    FOLDER
  }

  /** Returns whether it is named by a place that only one machine has. */
  public boolean isOfOneMachine() {
    return form == Form.FOLDER || source.startsWith("file:");
  }

  /** Returns where people can look at it: the hub's page of the file, or its address on the web. */
  public Optional<String> page() {
    return source.startsWith(HUB)
        ? HubFile.parse(source.substring(HUB.length())).map(HubFile::filePage)
        : Optional.of(source).filter(address -> address.startsWith("https:"));
  }
}
