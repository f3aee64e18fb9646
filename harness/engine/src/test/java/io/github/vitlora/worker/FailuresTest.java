package io.github.vitlora.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  /** As Alpine's loader says it, without and with gcompat. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cache/libc10.so: Error loading shared library ld-linux-x86-64.so.2: No such file or"
            + " directory (needed by /cache/libc10.so)",
        "/cache/libtorch_cpu.so: Error relocating /cache/libtorch_cpu.so: __strtof_internal: symbol"
            + " not found"
      })
  void aCLibraryThatIsNoneOfLibtorchsIsCalledByItsName(String fault) {
    TrialEvent.Failed failed = Failures.of(new UnsatisfiedLinkError(fault));

    assertThat(failed.kind()).isEqualTo(FailureKind.LIBRARY);
    assertThat(failed.message()).contains(fault, "musl", "Take an image with glibc");
  }

  @Test
  void anotherLibraryThatIsNotLoadedWantsRoom() {
    assertThat(Failures.of(new UnsatisfiedLinkError("libjnidispatch.so: not permitted")).message())
        .contains("must have room and allow execution")
        .doesNotContain("musl");
  }
}
