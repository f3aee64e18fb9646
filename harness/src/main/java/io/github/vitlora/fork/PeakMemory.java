package io.github.vitlora.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;

/**
 * The largest resident memory of this process. Linux keeps it itself ({@code VmHWM}); elsewhere it
 * is sampled ten times a second.
 */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long SAMPLE_MILLIS = 100;

  private final AtomicLong sampled = new AtomicLong();

  /** Starts to watch, where the system does not keep the figure. */
  static PeakMemory watch() {
    PeakMemory memory = new PeakMemory();
    if (!Files.isReadable(STATUS)) {
      Thread sampler = new Thread(memory::sample, "vitlora-memory");
      sampler.setDaemon(true);
      sampler.start();
    }
    return memory;
  }

  private void sample() {
    OperatingSystem system = new SystemInfo().getOperatingSystem();
    try {
      while (true) {
        long now = system.getProcess(system.getProcessId()).getResidentMemory();
        sampled.accumulateAndGet(now, Math::max);
        Thread.sleep(SAMPLE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The figure up to now, in bytes, where the system tells it. */
  Optional<Long> bytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return Optional.of(sampled.get()).filter(bytes -> bytes > 0);
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst();
  }
}
