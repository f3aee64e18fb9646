package io.github.vitlora.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;

/** Measures the largest resident memory of this process since a moment that can be chosen. */
interface ResidentMemory {

  /** Returns the largest memory in bytes since {@link #restart} or the process's start. */
  long peak() throws IOException;

  /** Starts anew at the present figure. */
  void restart() throws IOException;

  /** Returns the figure that the system keeps where it can be reset, otherwise samples. */
  static ResidentMemory ofThisProcess() {
    Kept kept = new Kept();
    try {
      kept.restart();
      kept.peak();
      return kept;
    } catch (IOException e) {
      // Not Linux, or one that does not let its processes do this.
      return Sampled.start();
    }
  }

  /** Reads the figure that Linux keeps itself ({@code VmHWM}); proc(5) says how it is reset. */
  final class Kept implements ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String CLEAR_PEAK = "5";
    private static final int BYTES_PER_UNIT = 1024;

    private Kept() {}

    @Override
    public long peak() throws IOException {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_UNIT)
          .findFirst()
          .orElseThrow(() -> new IOException(STATUS + " has no VmHWM"));
    }

    @Override
    public void restart() throws IOException {
      Files.writeString(CLEAR, CLEAR_PEAK);
    }
  }

  /** Samples the memory ten times a second. */
  final class Sampled implements ResidentMemory {
    private static final long SAMPLE_MILLIS = 100;

    private final OperatingSystem system = new SystemInfo().getOperatingSystem();
    private final AtomicLong peak = new AtomicLong();

    private Sampled() {}

    private static Sampled start() {
      Sampled sampled = new Sampled();
      Thread sampler = new Thread(sampled::sample, "vitlora-memory");
      sampler.setDaemon(true);
      sampler.start();
      return sampled;
    }

    private void sample() {
      try {
        while (true) {
          peak.accumulateAndGet(now(), Math::max);
          Thread.sleep(SAMPLE_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private long now() {
      return system.getCurrentProcess().getResidentMemory();
    }

    @Override
    public long peak() {
      return peak.accumulateAndGet(now(), Math::max);
    }

    @Override
    public void restart() {
      peak.set(now());
    }
  }
}
