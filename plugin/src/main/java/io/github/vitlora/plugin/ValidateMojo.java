package io.github.vitlora.plugin;

import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.run.SourceSupply;
import io.github.vitlora.run.TrialTable;
import io.github.vitlora.source.Sources;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Checks a descriptor, and its weights where they are on this machine, and prints its trials with
 * their exact parameter counts, without training. Where the descriptor does not declare the number
 * of classes, the data set is fetched to count them.
 */
@Mojo(
    name = "validate",
    defaultPhase = LifecyclePhase.VALIDATE,
    requiresProject = false,
    aggregator = true,
    threadSafe = true)
public final class ValidateMojo extends Goal {

  /** A descriptor: a path, or a name in {@code vitlora.experiments} or of a built-in experiment. */
  @Parameter(property = PropertyNames.EXPERIMENT, defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = PropertyNames.EXPERIMENTS, defaultValue = "${basedir}/experiments")
  private File experiments;

  /** Where downloads and unpacked archives are kept; {@code ~/.cache/vitlora} by default. */
  @Parameter(property = PropertyNames.CACHE)
  private File cache;

  /** A mirror that is asked instead of the network: a folder or an address. */
  @Parameter(property = PropertyNames.HUB)
  private String hub;

  /** Asks nothing of the network, as Maven's {@code -o} does; what is missing is listed at once. */
  @Parameter(property = PropertyNames.OFFLINE, defaultValue = "false")
  private boolean offline;

  /**
   * Id of the {@code <server>} in settings.xml whose password is the model hub's token; by default
   * HF_TOKEN of the environment has it, or the server {@code huggingface}.
   */
  @Parameter(property = PropertyNames.HF_SERVER)
  private String hfServer;

  @Override
  void run(MavenBuild build) throws IOException, MojoFailureException {
    Experiment chosen = new ExperimentChoice(build, experiment, experiments).read();
    SourceOptions sources = new SourceOptions(cache, hub, offline, hfServer);
    Sources opened = sources.open(build);
    new SourceSupply(opened).checkWeightsThatAreHere(chosen.model()).forEach(getLog()::warn);
    int classes = Dataset.countClasses(chosen.dataset(), opened);
    getLog()
        .info(
            "Experiment '%s' is valid: %d trials of %s with %d classes"
                .formatted(
                    chosen.name(), chosen.trials().size(), chosen.model().architecture(), classes));
    TrialTable.render(chosen, classes).lines().forEach(getLog()::info);
  }
}
