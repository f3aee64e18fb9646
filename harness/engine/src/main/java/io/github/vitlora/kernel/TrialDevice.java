package io.github.vitlora.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.function.IntSupplier;

/**
 * Where a trial's network is computed: on the processor, or on the first GPU that DJL finds. A GPU
 * is found where libtorch was built for one.
 */
public final class TrialDevice {
  /** System property: {@code auto} (the default), {@code cpu} or {@code gpu}. */
  static final String PROPERTY = "vitlora.device";

  private TrialDevice() {}

  /**
   * The device that this process was started for.
   *
   * @throws MissingDeviceException when a GPU is asked for and none is found
   */
  public static Device current() {
    return choose(System.getProperty(PROPERTY, "auto"), () -> Engine.getInstance().getGpuCount());
  }

  /** Chooses; the GPUs are only counted where it matters. */
  static Device choose(String wish, IntSupplier gpus) {
    return switch (wish) {
      case "cpu" -> Device.cpu();
      case "auto" -> gpus.getAsInt() > 0 ? Device.gpu(0) : Device.cpu();
      case "gpu" -> {
        if (gpus.getAsInt() == 0) {
          throw new MissingDeviceException();
        }
        yield Device.gpu(0);
      }
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is auto, cpu or gpu, and not '" + wish + "'");
    };
  }
}
