package io.github.vitlora.plugin;

import io.github.vitlora.descriptor.DescriptorException;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.Digests;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.maven.WorkerClassPath;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.run.SourceSupply;
import io.github.vitlora.run.SourceSupply.Supplied;
import io.github.vitlora.source.NeededSource;
import io.github.vitlora.source.SourceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

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
public final class FetchMojo extends Goal {

  /** A descriptor: a path, or a name in {@code vitlora.experiments} or of a built-in experiment. */
  @Parameter(property = PropertyNames.EXPERIMENT, defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = PropertyNames.EXPERIMENTS, defaultValue = "${basedir}/experiments")
  private File experiments;

  /** Fetches what every descriptor in {@code vitlora.experiments} needs, and the built-in ones. */
  @Parameter(property = PropertyNames.ALL, defaultValue = "false")
  private boolean all;

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
  void run(MavenBuild build) throws IOException, MojoExecutionException, MojoFailureException {
    SourceOptions sources = new SourceOptions(cache, hub, offline, hfServer);
    List<String> problems = new ArrayList<>();
    SourceSupply supply = new SourceSupply(sources.open(build));
    FetchedFiles fetched = new FetchedFiles();
    for (Experiment chosen : experiments(build, problems)) {
      getLog().info("Experiment '" + chosen.name() + "'");
      bring(chosen.sources(), supply, fetched, problems);
    }
    try {
      libtorch(build.workers(sources.isOffline(build)), fetched);
    } catch (MojoExecutionException e) {
      problems.add(e.getMessage());
    }
    fetched.tellSums();
    if (!problems.isEmpty()) {
      throw new MojoExecutionException(
          "What is there now is kept, but not all could be had (%d):\n  %s"
              .formatted(problems.size(), String.join("\n  ", problems)));
    }
    getLog().info("vitlora:compare can run with -D" + PropertyNames.OFFLINE + " now, or with -o");
  }

  /**
   * Reads the descriptors that can be read; what is wrong with another is a problem of its own.
   * With {@code vitlora.all}, one that refers to an unset property is left out.
   */
  private List<Experiment> experiments(MavenBuild build, List<String> problems)
      throws IOException, MojoFailureException {
    ExperimentChoice choice = new ExperimentChoice(build, experiment, experiments);
    if (!all) {
      return List.of(choice.read());
    }
    List<Experiment> found = new ArrayList<>();
    for (String name : choice.names()) {
      Set<String> unset = new TreeSet<>();
      try {
        found.add(choice.named(name).read(property -> property(build, property, unset)));
      } catch (DescriptorException e) {
        if (unset.isEmpty()) {
          problems.add(e.getMessage());
        } else {
          getLog()
              .warn(
                  "Experiment '%s' is left out: it wants -D%s=..."
                      .formatted(name, String.join("=... -D", unset)));
        }
      }
    }
    return found;
  }

  private static Optional<String> property(MavenBuild build, String name, Set<String> unset) {
    Optional<String> value = build.property(name);
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
    for (NeededSource need : new LinkedHashSet<>(needs)) {
      try {
        fetched.tell(supply.bring(need));
      } catch (SourceException e) {
        getLog().warn("  " + need.what() + " " + need.source() + ": not to be had");
        if (!problems.contains(e.getMessage())) {
          problems.add(e.getMessage());
        }
      }
    }
  }

  private static void libtorch(WorkerClassPath workers, FetchedFiles fetched)
      throws IOException, MojoExecutionException {
    boolean wasHere = workers.isHere();
    fetched.tellLibtorch(workers.engine().libtorch(), !wasHere);
  }

  /** Says of every file whether it was there or came just now, and how much that is together. */
  private final class FetchedFiles {
    private final Map<Path, Boolean> known = new HashMap<>();
    private long bytesThere;
    private long bytesFetched;

    void tell(Supplied supplied) {
      NeededSource need = supplied.need();
      getLog().info("  " + need.what() + " " + need.source());
      if (supplied.bytes().isEmpty()) {
        getLog().info("    a folder of this machine: " + supplied.place());
        return;
      }
      long bytes = supplied.bytes().getAsLong();
      getLog()
          .info(
              "    "
                  + state(supplied.place(), supplied.fetched(), bytes)
                  + ", sha256 "
                  + supplied.sha256().orElseThrow()
                  + supplied.commit().map(commit -> ", commit " + commit).orElse(""));
      getLog().debug("    " + supplied.place());
    }

    void tellLibtorch(Path jar, boolean fetched) throws IOException {
      getLog().info("libtorch for this platform: " + jar.getFileName());
      getLog()
          .info("    " + state(jar, fetched, Files.size(jar)) + ", sha256 " + Digests.ofFile(jar));
    }

    void tellSums() {
      getLog()
          .info(
              "%d files: %s fetched, %s there before"
                  .formatted(
                      known.size(),
                      NumberText.megabytes(bytesFetched),
                      NumberText.megabytes(bytesThere)));
    }

    /** Says where a file was; one that an earlier experiment needed too is counted once. */
    private String state(Path file, boolean fetched, long bytes) {
      if (known.putIfAbsent(file, fetched) == null) {
        bytesFetched += fetched ? bytes : 0;
        bytesThere += fetched ? 0 : bytes;
      }
      return (fetched ? "fetched, " : "was there, ") + NumberText.megabytes(bytes);
    }
  }
}
