package io.github.vitlora.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How trial JVMs are started.
 *
 * @param java the {@code java} program
 * @param classPath the harness, its dependencies and libtorch for this platform
 * @param jvmArguments added to the command line, before the main class
 * @param systemProperties passed on to the trial, {@code vitlora.cache} for example
 * @param threads that a trial computes with
 * @param nativeCache folder that libtorch's libraries are unpacked to
 * @param patience how long a trial may be silent before it is taken to hang and ended
 */
public record ForkSettings(
    Path java,
    List<Path> classPath,
    List<String> jvmArguments,
    Map<String, String> systemProperties,
    int threads,
    Path nativeCache,
    Duration patience) {

  /** Copies the collections. */
  public ForkSettings {
    classPath = List.copyOf(classPath);
    jvmArguments = List.copyOf(jvmArguments);
    systemProperties = Map.copyOf(systemProperties);
  }
}
