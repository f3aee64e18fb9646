package io.github.vitlora.plugin;

import io.github.vitlora.data.Dataset;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.run.TrialTable;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Checks a descriptor and prints its trials with their exact parameter counts, without training.
 * Where the descriptor does not declare the number of classes, the data set is fetched to count
 * them.
 */
@Mojo(name = "validate", requiresProject = false, aggregator = true, threadSafe = true)
public final class ValidateMojo extends AbstractVitloraMojo {

  /** Made by Maven. */
  public ValidateMojo() {}

  @Override
  void run(Experiment experiment) throws IOException {
    int classes = Dataset.countClasses(experiment.dataset(), new Sources(sourceSettings()));
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
