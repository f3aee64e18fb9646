package io.github.vitlora.job;

/** Says what a trial is busy with. */
public enum TrialPhase {
  /** Weights and the list of images are read, libtorch and the network are set up. */
  LOAD,
  /** Forward, backward and optimizer steps are computed. */
  TRAIN,
  /** Validation or test images are classified. */
  EVALUATE
}
