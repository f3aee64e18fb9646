package io.github.vitlora.launch;

import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Has jobs done by workers: in JVMs on this machine, or wherever else one can compute. A launcher
 * is found by {@link ServiceLoader} and has a public constructor without parameters.
 */
public interface Launcher {
  /** Returns what users call this launcher. */
  String name();

  /**
   * Starts a worker and waits until it ends. A job that is done leaves its results where it says.
   *
   * @param job what the worker is to do
   * @param settings how it is started
   * @param events told of what the worker tells, on the calling thread; {@link TrialEvent.Alive} is
   *     for the launcher
   * @return why the job could not be done, in the worker's own words where it had any; empty when
   *     it is done
   * @throws IOException when the worker cannot be started
   * @throws InterruptedException when the calling thread is interrupted; the worker is then ended
   */
  Optional<TrialEvent.Failed> launch(Job job, WorkerSettings settings, Consumer<TrialEvent> events)
      throws IOException, InterruptedException;

  /**
   * Finds the launcher of this name.
   *
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  static Launcher named(String name) {
    // Not the thread's class loader: beside this module lie those that a build adds to a plugin.
    List<Launcher> all =
        ServiceLoader.load(Launcher.class, Launcher.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return all.stream()
        .filter(launcher -> launcher.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no launcher is named '%s'; there are: %s"
                        .formatted(
                            name, String.join(", ", all.stream().map(Launcher::name).toList()))));
  }
}
