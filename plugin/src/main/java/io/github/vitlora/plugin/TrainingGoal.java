package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.WorkerOptions;
import org.apache.maven.plugins.annotations.Parameter;

/** Has the parameters of every goal that trains. */
abstract class TrainingGoal extends WorkerGoal {

  /** Inside an epoch, a trial's state is saved after so many seconds; after each epoch anyway. */
  @Parameter(property = PropertyNames.CHECKPOINT_SECONDS, defaultValue = "300")
  private long checkpointSeconds;

  /** Mebibytes of decoded images kept in {@code vitlora.cache} for later trials; 0 keeps none. */
  @Parameter(property = PropertyNames.CROP_CACHE, defaultValue = "4096")
  private long cropCache;

  /**
   * Id of the {@code <server>} in settings.xml whose password is the model hub's token; by default
   * HF_TOKEN of the environment has it, or the server {@code huggingface}.
   */
  @Parameter(property = PropertyNames.HF_SERVER)
  private String hfServer;

  /** Returns how workers that train are started. */
  final WorkerOptions trainingOptions() {
    return workerOptions().training(checkpointSeconds, cropCache);
  }

  /** Returns where weights and data come from. */
  final SourceOptions allSources() {
    return sourceOptions().withServer(hfServer);
  }
}
