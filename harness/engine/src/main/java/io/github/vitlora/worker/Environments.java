package io.github.vitlora.worker;

import ai.djl.Device;
import io.github.vitlora.fingerprint.NumericPlatform;
import io.github.vitlora.result.Environment;
import java.util.List;
import java.util.Optional;
import oshi.SystemInfo;

/** Describes the machine and software that this process runs on. */
final class Environments {
  private Environments() {}

  static Environment current(Device device, int threads) {
    NumericPlatform platform = NumericPlatform.current(device, threads, List.of());
    return new Environment(
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        new SystemInfo().getHardware().getProcessor().getProcessorIdentifier().getName().strip(),
        Runtime.getRuntime().availableProcessors(),
        threads,
        System.getProperty("java.runtime.version") + " " + System.getProperty("java.vendor"),
        platform.djl(),
        platform.libtorch(),
        Optional.ofNullable(Environments.class.getPackage().getImplementationVersion())
            .orElse("unpackaged"),
        Optional.of(platform.processor()),
        Optional.of(platform.code()),
        Optional.of(platform.device()),
        platform.libtorchBuild());
  }
}
