package io.github.vitlora.fingerprint;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.github.vitlora.result.Environment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/**
 * Describes what numbers depend on besides a trial's input: the same trial on two equal platforms
 * gives equal bits.
 *
 * @param code hash of the code that trains
 * @param java version and vendor of the runtime, which decodes images
 * @param djl version
 * @param libtorch version
 * @param libtorchBuild hash of its libraries where they are not the resolved artifact's
 * @param threads that libtorch computes with; they decide how sums are split
 * @param processor architecture, vendor and instruction sets, by which libtorch chooses its kernels
 * @param kernels names of the project's own kernels in use
 * @param device that the network is computed on, {@code cpu} or {@code gpu(0)}
 */
public record NumericPlatform(
    String code,
    String java,
    String djl,
    String libtorch,
    Optional<String> libtorchBuild,
    int threads,
    String processor,
    List<String> kernels,
    String device) {
  /** Copies the names. */
  public NumericPlatform {
    kernels = List.copyOf(kernels);
  }

  /** Numeric libraries choose their kernels by these instruction sets. */
  private static final String RELEVANT = "(avx|amx|fma|f16c|sse4|asimd|sve|bf16|i8mm|neon).*";

  /**
   * Returns the platform of this process.
   *
   * @param device that the network is computed on
   * @param threads that libtorch computes with
   * @param kernels in use
   */
  public static NumericPlatform current(Device device, int threads, List<String> kernels) {
    return new NumericPlatform(
        CodeVersion.current(),
        Runtime.version() + " " + System.getProperty("java.vendor"),
        Engine.getDjlVersion(),
        Engine.getInstance().getVersion(),
        Known.LIBTORCH_BUILD,
        threads,
        describeProcessor(),
        kernels,
        device.toString());
  }

  /** Describes this process's machine and software, of which this is a part. */
  public Environment environment() {
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
        djl,
        libtorch,
        Optional.ofNullable(NumericPlatform.class.getPackage().getImplementationVersion())
            .orElse("unpackaged"),
        Optional.of(processor),
        Optional.of(code),
        Optional.of(device),
        libtorchBuild);
  }

  /** Finds out what takes a while and needs no libtorch. */
  public static void prepare() {
    describeProcessor();
    CodeVersion.current();
  }

  /** Returns the processor's architecture, vendor and instruction sets; slow at first. */
  public static String describeProcessor() {
    return Known.PROCESSOR;
  }

  /** Holds what takes a while to find out and stays the same. */
  private static final class Known {
    static final Optional<String> LIBTORCH_BUILD = LibtorchBuild.current();
    static final String PROCESSOR = look();
  }

  private static String look() {
    CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
    TreeSet<String> sets = new TreeSet<>();
    for (String line : processor.getFeatureFlags()) {
      for (String flag : line.toLowerCase(Locale.ROOT).split("[\\s:,]+")) {
        if (flag.matches(RELEVANT)) {
          sets.add(flag);
        }
      }
    }
    return System.getProperty("os.arch")
        + " "
        + processor.getProcessorIdentifier().getVendor()
        + " "
        + String.join(" ", sets);
  }
}
