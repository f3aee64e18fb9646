package io.github.vitlora.judge;

import io.github.vitlora.result.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Something about machine or software that is not what it was.
 *
 * @param what the name of the field
 * @param reference what it was
 * @param repeated what it is
 */
public record EnvironmentDiff(String what, String reference, String repeated) {
  private static final String ARTIFACT = "the artifact's";

  static List<EnvironmentDiff> between(Environment reference, Environment repeated) {
    List<EnvironmentDiff> found = new ArrayList<>();
    add(
        found,
        "code of vitlora",
        reference.code().orElse(Environment.UNKNOWN),
        repeated.code().orElse(Environment.UNKNOWN));
    add(found, "vitlora", reference.vitlora(), repeated.vitlora());
    add(found, "DJL", reference.djl(), repeated.djl());
    add(found, "libtorch", reference.pytorch(), repeated.pytorch());
    add(
        found,
        "build of libtorch",
        reference.libtorchBuild().orElse(ARTIFACT),
        repeated.libtorchBuild().orElse(ARTIFACT));
    add(found, "threads", reference.threads(), repeated.threads());
    add(
        found,
        "instruction sets",
        reference.instructionSets().orElse(Environment.UNKNOWN),
        repeated.instructionSets().orElse(Environment.UNKNOWN));
    add(found, "processor", reference.cpu(), repeated.cpu());
    add(
        found,
        "device",
        reference.device().orElse(Environment.UNKNOWN),
        repeated.device().orElse(Environment.UNKNOWN));
    add(found, "cores", reference.cores(), repeated.cores());
    add(found, "Java", reference.java(), repeated.java());
    add(found, "system", reference.os(), repeated.os());
    return found;
  }

  private static void add(List<EnvironmentDiff> found, String what, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      found.add(new EnvironmentDiff(what, String.valueOf(before), String.valueOf(after)));
    }
  }
}
