package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a trial did not complete, for programs; its message says it for people. */
public enum FailureKind {
  /** The loss stopped being a finite number. */
  @JsonProperty("divergence")
  DIVERGENCE,
  /** Native code crashed the trial's process. */
  @JsonProperty("nativeCrash")
  NATIVE_CRASH,
  /** The process was killed, as a system does that is out of memory. */
  @JsonProperty("killed")
  KILLED,
  /** The process ran out of Java memory. */
  @JsonProperty("outOfMemory")
  OUT_OF_MEMORY,
  /** The process ended in another way, without saying why. */
  @JsonProperty("exit")
  EXIT,
  /** Nothing was heard of the process for long, and it was ended. */
  @JsonProperty("hung")
  HUNG,
  /** A data set, an image or a file of weights cannot be used. */
  @JsonProperty("input")
  INPUT,
  /** A source could not be fetched. */
  @JsonProperty("source")
  SOURCE,
  /** A file or folder cannot be read or written. */
  @JsonProperty("disk")
  DISK,
  /** A native library is missing, or cannot be loaded. */
  @JsonProperty("library")
  LIBRARY,
  /** The device that was asked for is not there. */
  @JsonProperty("device")
  DEVICE,
  /** The trial cannot be computed in the precision that was asked for. */
  @JsonProperty("precision")
  PRECISION,
  /** Libtorch refused an operation. */
  @JsonProperty("engine")
  ENGINE,
  /** The program is at fault. */
  @JsonProperty("code")
  CODE,
  /** The process could not be started, or its result not be read. */
  @JsonProperty("launch")
  LAUNCH,
  /** The trial of another seed was to find its learning rate, and found none. */
  @JsonProperty("learningRate")
  LEARNING_RATE,
  /** Results of earlier versions do not tell, and those of later ones may tell what is new. */
  @JsonEnumDefaultValue
  @JsonProperty("unknown")
  UNKNOWN
}
