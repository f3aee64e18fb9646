package io.github.vitlora.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerJvmTest {
  @Test
  void whatChangesNumbersOrJvmsIsWithheldFromWorkers() {
    assertThat(
            WorkerJvm.withheld(
                Map.of(
                    "PATH", "/bin",
                    "MKL_CBWR", "COMPATIBLE",
                    "ATEN_CPU_CAPABILITY", "default",
                    "JAVA_TOOL_OPTIONS", "-Xmx64m",
                    "OMP_THREAD_LIMIT", "1",
                    "HF_TOKEN", "x")))
        .containsExactly(
            "ATEN_CPU_CAPABILITY", "JAVA_TOOL_OPTIONS", "MKL_CBWR", "OMP_THREAD_LIMIT");
  }
}
