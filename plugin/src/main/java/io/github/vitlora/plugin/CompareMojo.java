package io.github.vitlora.plugin;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.eclipse.aether.RepositorySystem;

/**
 * Trains every trial of an experiment, each in a JVM of its own, compares the regimes, writes the
 * report, and fails the build when a trial or an expectation fails.
 */
@Mojo(
    name = "compare",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    aggregator = true,
    threadSafe = true)
public final class CompareMojo extends AbstractExperimentMojo {

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform, and sources that are Maven
   *     artifacts
   */
  @Inject
  public CompareMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    compare(experiment());
  }
}
