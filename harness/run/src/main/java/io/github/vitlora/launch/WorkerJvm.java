package io.github.vitlora.launch;

import io.github.vitlora.source.SourceSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the command line and environment of a JVM that computes. */
final class WorkerJvm {
  /** Has glibc's allocator keep freed blocks of up to 32 MiB, its maximum. */
  private static final String KEEP_BLOCKS_BELOW = Integer.toString(32 << 20);

  /**
   * Names what a machine may have set for others: another libtorch, options for every JVM, or other
   * numbers than the fingerprint stands for.
   */
  private static final Set<String> MEDDLERS =
      Set.of(
          "PYTORCH_VERSION",
          "PYTORCH_LIBRARY_PATH",
          "PYTORCH_FLAVOR",
          "PYTORCH_PRECXX11",
          "PYTORCH_EXTRA_LIBRARY_PATH",
          "ENGINE_CACHE_DIR",
          "JDK_JAVA_OPTIONS",
          "JAVA_TOOL_OPTIONS",
          "_JAVA_OPTIONS",
          "OMP_DYNAMIC",
          "OMP_THREAD_LIMIT",
          "NVIDIA_TF32_OVERRIDE",
          "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE");

  /** Begin the names by which numeric libraries are told to choose other kernels. */
  private static final List<String> MEDDLING = List.of("ONEDNN_", "DNNL_", "MKL_", "ATEN_");

  private static final String KEEP_FREE = Long.toString(4L << 30);
  private static final String GROW_BY = Integer.toString(256 << 20);

  private final WorkerSettings settings;

  WorkerJvm(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * Prepares a process.
   *
   * @param crash file for the JVM's report should native code crash
   * @param main class to run, and its arguments
   */
  ProcessBuilder prepare(Path crash, List<String> main) {
    ProcessBuilder builder = new ProcessBuilder(command(crash, main));
    builder.environment().keySet().removeAll(withheld(builder.environment()));
    builder.environment().putAll(environment());
    return builder;
  }

  /** Returns the variables of an environment that workers do not get, in alphabetical order. */
  static SortedSet<String> withheld(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(WorkerJvm::meddles)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean meddles(String variable) {
    return MEDDLERS.contains(variable) || MEDDLING.stream().anyMatch(variable::startsWith);
  }

  private List<String> command(Path crash, List<String> main) {
    List<String> command = new ArrayList<>();
    command.add(settings.java().toString());
    // Images are decoded on the heap; what trains lives outside it.
    command.add("-Xmx1g");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    // Else a crash would leave its report in the folder that Maven was started in.
    command.add("-XX:ErrorFile=" + crash.toAbsolutePath());
    // A core file would lie in that folder too, and be as large as what the process held.
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-Djava.awt.headless=true");
    command.add("-Dfile.encoding=UTF-8");
    if (SourceSettings.home().filter(Files::isWritable).isEmpty()) {
      // Libraries unpack native code below it.
      command.add("-Duser.home=" + settings.nativeCache());
    }
    // Some locales have digits of their own, which a format would put into what libraries read.
    command.add("-Duser.language=en");
    command.add("-Duser.script=");
    command.add("-Duser.variant=");
    command.add("-Duser.extensions=");
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Dstderr.encoding=UTF-8");
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(settings.jvmArguments());
    command.addAll(main);
    return command;
  }

  private Map<String, String> environment() {
    String threads = Integer.toString(settings.job().threads());
    return Map.ofEntries(
        // By the environment, since a command line has a length that class paths can exceed.
        Map.entry(
            "CLASSPATH",
            settings.classPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator))),
        Map.entry("DJL_CACHE_DIR", settings.nativeCache().toString()),
        Map.entry("DJL_OFFLINE", "true"),
        Map.entry("OPT_OUT_TRACKING", "true"),
        Map.entry("OMP_NUM_THREADS", threads),
        Map.entry("MKL_NUM_THREADS", threads),
        // A thread that waits for another looks for a moment and then sleeps: where other processes
        // want the cores too, it would go on to keep one from the very thread it waits for.
        Map.entry("GOMP_SPINCOUNT", "1000"),
        // glibc would return every large tensor to the kernel and fetch fresh pages for the next.
        Map.entry("MALLOC_MMAP_THRESHOLD_", KEEP_BLOCKS_BELOW),
        Map.entry("MALLOC_TRIM_THRESHOLD_", KEEP_FREE),
        Map.entry("MALLOC_TOP_PAD_", GROW_BY));
  }
}
