package io.github.vitlora.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.vitlora.job.DeviceChoice;
import org.junit.jupiter.api.Test;

class TrialDeviceTest {

  @Test
  void aGpuIsUsedWhereThereIsOne() {
    assertThat(TrialDevice.choose(DeviceChoice.AUTO, () -> 2)).isEqualTo(Device.gpu(0));
    assertThat(TrialDevice.choose(DeviceChoice.AUTO, () -> 0)).isEqualTo(Device.cpu());
    assertThat(TrialDevice.choose(DeviceChoice.GPU, () -> 1)).isEqualTo(Device.gpu(0));
  }

  @Test
  void theProcessorIsUsedWithoutLookingForAGpu() {
    assertThat(
            TrialDevice.choose(
                DeviceChoice.CPU,
                () -> {
                  throw new AssertionError("looked");
                }))
        .isEqualTo(Device.cpu());
  }

  @Test
  void aGpuThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> TrialDevice.choose(DeviceChoice.GPU, () -> 0))
        .isInstanceOf(TrialDevice.MissingDeviceException.class)
        .hasMessageContainingAll("DJL finds none", "vitlora.libtorch", "vitlora.device=auto");
  }
}
