package io.github.vitlora.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class TrialDeviceTest {

  @Test
  void aGpuIsUsedWhereThereIsOne() {
    assertThat(TrialDevice.choose("auto", () -> 2)).isEqualTo(Device.gpu(0));
    assertThat(TrialDevice.choose("auto", () -> 0)).isEqualTo(Device.cpu());
    assertThat(TrialDevice.choose("gpu", () -> 1)).isEqualTo(Device.gpu(0));
  }

  @Test
  void theProcessorIsUsedWithoutLookingForAGpu() {
    assertThat(
            TrialDevice.choose(
                "cpu",
                () -> {
                  throw new AssertionError("looked");
                }))
        .isEqualTo(Device.cpu());
  }

  @Test
  void aGpuThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> TrialDevice.choose("gpu", () -> 0))
        .isInstanceOf(MissingDeviceException.class)
        .hasMessageContainingAll("DJL finds none", "vitlora.libtorch", "vitlora.device=auto");
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> TrialDevice.choose("tpu", () -> 0))
        .hasMessage("vitlora.device is auto, cpu or gpu, and not 'tpu'");
  }
}
