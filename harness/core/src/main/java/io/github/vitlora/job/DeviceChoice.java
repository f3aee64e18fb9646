package io.github.vitlora.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says where a worker is to compute. */
public enum DeviceChoice {
  /** Takes a GPU where one is found, the processor elsewhere. */
  @JsonProperty("auto")
  AUTO,
  /** Takes the processor. */
  @JsonProperty("cpu")
  CPU,
  /** Takes a GPU, and fails where there is none. */
  @JsonProperty("gpu")
  GPU;

  /** Returns the choice that users name so. */
  public static Optional<DeviceChoice> named(String name) {
    return Arrays.stream(values()).filter(choice -> choice.word().equals(name)).findFirst();
  }

  /** Returns all names that users can give. */
  public static List<String> names() {
    return Arrays.stream(values()).map(DeviceChoice::word).toList();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
