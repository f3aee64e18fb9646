package io.github.vitlora.job;

import io.github.vitlora.experiment.RecordJson;
import io.github.vitlora.source.SourceSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says how a worker does its job, whatever the job is. Results follow from the threads and from the
 * device; the rest decides how long a job takes and what it leaves beside its results.
 *
 * @param sources where weights and data sets come from
 * @param device where networks are computed
 * @param threads that libtorch computes with
 * @param checkpointSeconds inside an epoch a trial's state is saved after this time
 * @param cropCacheBytes what decoded images may take in the cache of the sources; 0 keeps none
 * @param libtorch folder of a libtorch to compute with; empty for the one on the class path
 */
public record JobSettings(
    SourceSettings sources,
    DeviceChoice device,
    int threads,
    long checkpointSeconds,
    long cropCacheBytes,
    Optional<Path> libtorch) {
  /** Returns the settings as JSON. */
  public String json() {
    return RecordJson.write(this);
  }

  /**
   * Reads the settings that {@link #json} wrote.
   *
   * @throws IllegalArgumentException if the text holds none of this version
   */
  public static JobSettings read(String json) {
    return RecordJson.read(json, JobSettings.class, "settings");
  }
}
