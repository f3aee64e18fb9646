package io.github.vitlora.launch;

import io.github.vitlora.job.JobSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Says how workers are started, and what all of them are told.
 *
 * @param java the {@code java} program
 * @param classPath the engine, its dependencies and libtorch for this platform
 * @param jvmArguments added to the command line, before the main class
 * @param nativeCache folder that libtorch's libraries are unpacked to
 * @param patience how long a worker may be silent before it is taken to hang and ended
 * @param job how jobs are done
 */
public record WorkerSettings(
    Path java,
    List<Path> classPath,
    List<String> jvmArguments,
    Path nativeCache,
    Duration patience,
    JobSettings job) {

  /** Copies the collections. */
  public WorkerSettings {
    classPath = List.copyOf(classPath);
    jvmArguments = List.copyOf(jvmArguments);
  }
}
