package io.github.vitlora.worker;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.github.vitlora.job.DeviceChoice;
import java.util.function.IntSupplier;

/**
 * Chooses where a job's networks are computed: on the processor, or on the first GPU that DJL
 * finds. DJL finds a GPU where libtorch was built for one.
 */
final class TrialDevice {
  private TrialDevice() {}

  /**
   * Returns the device that is meant, on this machine.
   *
   * @throws MissingDeviceException when a GPU is asked for and none is found
   */
  static Device choose(DeviceChoice wish) {
    return choose(wish, () -> Engine.getInstance().getGpuCount());
  }

  /** Chooses, and counts the GPUs only where it matters. */
  static Device choose(DeviceChoice wish, IntSupplier gpus) {
    if (wish == DeviceChoice.CPU) {
      return Device.cpu();
    }
    if (gpus.getAsInt() > 0) {
      return Device.gpu(0);
    }
    if (wish == DeviceChoice.GPU) {
      throw new MissingDeviceException();
    }
    return Device.cpu();
  }

  /** Says that a GPU is asked for and DJL finds none. */
  static final class MissingDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingDeviceException() {
      super(
          "vitlora.device is gpu, and DJL finds none: the machine needs one with its driver, and"
              + " vitlora.libtorch must name the folder of a libtorch built for CUDA."
              + " vitlora.device=auto goes on with the processor instead");
    }
  }
}
