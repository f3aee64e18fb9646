package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a trial ended. */
public enum TrialStatus {
  /** Every epoch ran and the test split was evaluated. */
  @JsonProperty("completed")
  COMPLETED,
  /** It could not run to its end; message and log say why. */
  @JsonProperty("failed")
  FAILED,
  /** The loss stopped being a finite number. */
  @JsonProperty("diverged")
  DIVERGED
}
