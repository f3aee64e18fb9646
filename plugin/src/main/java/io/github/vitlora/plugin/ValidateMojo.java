package io.github.vitlora.plugin;

import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.run.TrialTable;
import java.io.File;
import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Checks a descriptor and prints its trials with their exact parameter counts, without training.
 * Where the descriptor does not declare the number of classes, the data set is fetched to count
 * them.
 */
@Mojo(
    name = "validate",
    defaultPhase = LifecyclePhase.VALIDATE,
    requiresProject = false,
    aggregator = true,
    threadSafe = true)
public final class ValidateMojo extends AbstractVitloraMojo {

  /**
   * A descriptor: a path, or the name of a file in {@code vitlora.experiments} or of a built-in
   * experiment.
   */
  @Parameter(property = "vitlora.experiment", defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = "vitlora.experiments", defaultValue = "${basedir}/experiments")
  private File experiments;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves sources that are Maven artifacts
   */
  @Inject
  public ValidateMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoFailureException {
    Experiment chosen =
        new DescriptorFinder(baseDirectory(), experiments.toPath())
            .read(experiment, this::property);
    int classes = Dataset.countClasses(chosen.dataset(), sources(sourceSettings()));
    getLog()
        .info(
            "Experiment '"
                + chosen.name()
                + "' is valid: "
                + chosen.trials().size()
                + " trials of "
                + chosen.model().architecture()
                + " with "
                + classes
                + " classes");
    TrialTable.render(chosen, classes).lines().forEach(getLog()::info);
  }
}
