package io.github.vitlora.plugin;

import io.github.vitlora.descriptor.DescriptorException;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.run.SourceSupply;
import io.github.vitlora.run.SuppliedSource;
import io.github.vitlora.source.NeededSource;
import io.github.vitlora.source.SourceException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * Brings to this machine what one or all descriptors need: weights, archives (unpacked), and
 * libtorch for this platform; and says what was there, what came, and how large it is. Afterwards
 * {@code compare} runs with {@code -Dvitlora.offline} or {@code -o}.
 */
@Mojo(
    name = "fetch",
    defaultPhase = LifecyclePhase.INITIALIZE,
    requiresProject = false,
    aggregator = true,
    threadSafe = true)
public final class FetchMojo extends AbstractVitloraMojo {

  /**
   * A descriptor: a path, or the name of a file in {@code vitlora.experiments} or of a built-in
   * experiment.
   */
  @Parameter(property = "vitlora.experiment", defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = "vitlora.experiments", defaultValue = "${basedir}/experiments")
  private File experiments;

  /** Fetches what every descriptor in {@code vitlora.experiments} needs, and the built-in ones. */
  @Parameter(property = "vitlora.all", defaultValue = "false")
  private boolean all;

  @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true)
  private List<RemoteRepository> repositories;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform, and sources that are Maven
   *     artifacts
   */
  @Inject
  public FetchMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    List<String> problems = new ArrayList<>();
    SourceSupply supply = new SourceSupply(sources(sourceSettings()));
    FetchedFiles fetched = new FetchedFiles(getLog());
    for (Experiment chosen : experiments(problems)) {
      getLog().info("Experiment '" + chosen.name() + "'");
      bring(chosen.sources(), supply, fetched, problems);
    }
    try {
      libtorch(fetched);
    } catch (MojoExecutionException e) {
      problems.add(e.getMessage());
    }
    fetched.tellSums();
    if (!problems.isEmpty()) {
      throw new MojoExecutionException(
          "What is there now is kept, but not all could be had (%d):\n  %s"
              .formatted(problems.size(), String.join("\n  ", problems)));
    }
    getLog().info("vitlora:compare can run with -Dvitlora.offline now, or with -o");
  }

  /**
   * Those that can be read; what is wrong with the others is a problem of theirs alone. One of all
   * that refers to a property which is not set is not meant.
   */
  private List<Experiment> experiments(List<String> problems)
      throws IOException, MojoFailureException {
    DescriptorFinder finder = new DescriptorFinder(baseDirectory(), experiments.toPath());
    if (!all) {
      return List.of(finder.read(experiment, this::property));
    }
    List<Experiment> found = new ArrayList<>();
    for (String name : finder.names()) {
      Set<String> unset = new TreeSet<>();
      try {
        found.add(finder.read(name, property -> property(property, unset)));
      } catch (DescriptorException e) {
        if (unset.isEmpty()) {
          problems.add(e.getMessage());
        } else {
          getLog()
              .warn(
                  "Experiment '"
                      + name
                      + "' is left out: it wants -D"
                      + String.join("=... -D", unset)
                      + "=...");
        }
      }
    }
    return found;
  }

  private Optional<String> property(String name, Set<String> unset) {
    Optional<String> value = property(name);
    if (value.isEmpty()) {
      unset.add(name);
    }
    return value;
  }

  private void bring(
      List<NeededSource> needs, SourceSupply supply, FetchedFiles fetched, List<String> problems)
      throws IOException {
    if (needs.isEmpty()) {
      getLog().info("  needs nothing from elsewhere");
    }
    Set<NeededSource> once = new LinkedHashSet<>(needs);
    for (NeededSource need : once) {
      try {
        SuppliedSource supplied = supply.bring(need);
        fetched.tell(supplied);
      } catch (SourceException e) {
        getLog().warn("  " + need.what() + " " + need.source() + ": not to be had");
        if (!problems.contains(e.getMessage())) {
          problems.add(e.getMessage());
        }
      }
    }
  }

  private void libtorch(FetchedFiles fetched) throws IOException, MojoExecutionException {
    WorkerClassPath workers =
        new WorkerClassPath(
            repositorySystem(), resolvingSession(), repositories, plugin.getVersion());
    boolean wasHere = workers.isHere();
    fetched.tellLibtorch(workers.engine().libtorch(), !wasHere);
  }
}
