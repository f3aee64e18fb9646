package io.github.vitlora.run;

import io.github.vitlora.source.NeededSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A source that is on this machine.
 *
 * @param need what it was needed for
 * @param place the file as it was fetched, or the folder
 * @param fetched whether it came over the network just now
 * @param bytes the file's length; empty for a folder
 * @param sha256 the file's checksum; empty for a folder
 * @param commit of the model hub's repository, where it is known
 */
public record SuppliedSource(
    NeededSource need,
    Path place,
    boolean fetched,
    OptionalLong bytes,
    Optional<String> sha256,
    Optional<String> commit) {}
