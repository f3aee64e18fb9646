package io.github.vitlora.worker;

/** A GPU is asked for, and DJL finds none. */
final class MissingDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingDeviceException() {
    super(
        "vitlora.device is gpu, and DJL finds none: the machine needs one with its driver, and"
            + " vitlora.libtorch must name the folder of a libtorch built for CUDA."
            + " vitlora.device=auto goes on with the processor instead");
  }
}
