package io.github.vitlora.fork;

import ai.djl.engine.Engine;
import io.github.vitlora.result.Environment;
import java.util.Optional;
import oshi.SystemInfo;

/** Describes the machine and software that this process runs on. */
final class Environments {
  private Environments() {}

  static Environment current(int threads) {
    Engine engine = Engine.getInstance();
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
        Engine.getDjlVersion(),
        engine.getVersion(),
        Optional.ofNullable(Environments.class.getPackage().getImplementationVersion())
            .orElse("unpackaged"));
  }
}
