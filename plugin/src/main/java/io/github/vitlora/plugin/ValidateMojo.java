package io.github.vitlora.plugin;

import io.github.vitlora.data.Dataset;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.run.TrialTable;
import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.eclipse.aether.RepositorySystem;

/**
 * Checks a descriptor and prints its trials with their exact parameter counts, without training.
 * Where the descriptor does not declare the number of classes, the data set is fetched to count
 * them.
 */
@Mojo(name = "validate", requiresProject = false, aggregator = true, threadSafe = true)
public final class ValidateMojo extends AbstractVitloraMojo {

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
  void run(Experiment experiment) throws IOException, MojoFailureException {
    int classes = Dataset.countClasses(experiment.dataset(), sources(sourceSettings()));
    getLog()
        .info(
            "Experiment '"
                + experiment.name()
                + "' is valid: "
                + experiment.trials().size()
                + " trials of "
                + experiment.model().architecture()
                + " with "
                + classes
                + " classes");
    TrialTable.render(experiment, classes).lines().forEach(getLog()::info);
  }
}
