package io.github.vitlora.run;

import io.github.vitlora.checkpoint.PretrainedWeights;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.io.Digests;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.source.NeededSource;
import io.github.vitlora.source.NeededSource.Form;
import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Brings what experiments need to this machine, archives unpacked, and says what is missing. */
public final class SourceSupply {
  private static final String MAVEN = "maven:";

  private final Sources sources;

  /**
   * Describes a source that is on this machine.
   *
   * @param need what it was needed for
   * @param place the file as it was fetched, or the folder
   * @param fetched whether it came over the network just now
   * @param bytes the file's length; empty for a folder
   * @param sha256 the file's checksum; empty for a folder
   * @param commit of the model hub's repository, where it is known
   */
  public record Supplied(
      NeededSource need,
      Path place,
      boolean fetched,
      OptionalLong bytes,
      Optional<String> sha256,
      Optional<String> commit) {}

  /** Prepares to bring; nothing is fetched where the sources are offline. */
  public SourceSupply(Sources sources) {
    this.sources = sources;
  }

  /**
   * Brings one source here.
   *
   * @throws SourceException if it cannot be had
   * @throws IOException if it cannot be read
   */
  public Supplied bring(NeededSource need) throws IOException {
    boolean fetched = need.form() != Form.FOLDER && isElsewhere(need);
    Path folder = obtain(need);
    if (isFolder(need)) {
      return new Supplied(
          need, folder, false, OptionalLong.empty(), Optional.empty(), Optional.empty());
    }
    Path file = sources.resolve(need.source(), need.sha256());
    return new Supplied(
        need,
        file,
        fetched,
        OptionalLong.of(Files.size(file)),
        Optional.of(Digests.ofFile(file)),
        sources.commit(need.source()));
  }

  private boolean isElsewhere(NeededSource need) {
    return sources.isElsewhere(need.source(), need.sha256());
  }

  private boolean isFolder(NeededSource need) {
    return need.form() == Form.FOLDER
        || (need.form() == Form.FOLDER_OR_ARCHIVE && sources.isFolder(need.source()));
  }

  /** Returns the file, or the folder that it is or unpacks to. */
  private Path obtain(NeededSource need) {
    return switch (need.form()) {
      case CHECKPOINT -> checkpoint(need.source(), need.sha256());
      case ARCHIVE -> sources.unpack(need.source(), need.sha256());
      case FOLDER_OR_ARCHIVE -> sources.folder(need.source(), need.sha256());
      case FOLDER -> directory(Path.of(need.source()));
    };
  }

  private Path checkpoint(String source, Optional<String> sha256) {
    Path file = sources.resolve(source, sha256);
    try {
      open(source, file).close();
      return file;
    } catch (IOException e) {
      throw unusable(source, e);
    }
  }

  private SafetensorsFile open(String source, Path file) {
    try {
      return SafetensorsFile.open(file);
    } catch (IOException e) {
      throw sources.keeps(file)
          ? new SourceException(
              "%s. Delete it, to have it fetched again".formatted(unusable(source, e).getMessage()),
              e)
          : unusable(source, e);
    }
  }

  /**
   * Brings the weights of a model here, if it has any, and requires that they fit its network, so
   * that what is wrong with them is said once and not by every trial.
   *
   * @return what should be known of them, for people
   * @throws SourceException if they cannot be had or do not fit
   */
  public List<String> checkWeights(ModelSpec model) {
    if (model.checkpoint().isEmpty()) {
      return List.of();
    }
    String source = model.checkpoint().get();
    try (SafetensorsFile file = open(source, sources.resolve(source, model.sha256()))) {
      PretrainedWeights weights = PretrainedWeights.of(file);
      weights.requireFit(Architecture.named(model.architecture()).orElseThrow());
      return weights.remarks();
    } catch (IOException e) {
      throw unusable(source, e);
    }
  }

  /**
   * Does the same as {@link #checkWeights} where the weights are on this machine; brings nothing.
   *
   * @throws SourceException if they are here and do not fit
   */
  public List<String> checkWeightsThatAreHere(ModelSpec model) {
    return model.checkpoint().filter(source -> isHere(source, model.sha256())).isPresent()
        ? checkWeights(model)
        : List.of();
  }

  private boolean isHere(String source, Optional<String> sha256) {
    if (isArtifact(source) || sources.isElsewhere(source, sha256)) {
      return false;
    }
    try {
      sources.resolve(source, sha256);
      return true;
    } catch (SourceException e) {
      // That something is missing is told by the goals that need it.
      return false;
    }
  }

  private static SourceException unusable(String source, IOException e) {
    return new SourceException(
        "The weights '%s' cannot be used: %s".formatted(source, FileFaults.text(e)), e);
  }

  private static boolean isArtifact(String source) {
    return source.regionMatches(true, 0, MAVEN, 0, MAVEN.length());
  }

  /**
   * Puts files in the place of Maven artifacts, since a trial's process has nothing to resolve them
   * with.
   *
   * @throws SourceException if an artifact cannot be had
   */
  Experiment withoutArtifacts(Experiment experiment) {
    return experiment.withSources(
        need ->
            isArtifact(need.source())
                ? sources.resolve(need.source(), need.sha256()).toUri().toString()
                : need.source());
  }

  /**
   * Brings all here that an experiment needs.
   *
   * @return what could not be had, each with its reason; empty if all is here
   */
  public List<String> missing(Experiment experiment) {
    List<String> problems = new ArrayList<>();
    for (NeededSource need : experiment.sources()) {
      try {
        obtain(need);
      } catch (SourceException e) {
        problems.add(e.getMessage());
      }
    }
    return problems;
  }

  /**
   * Brings all here that an experiment needs, or says of all that is missing at once.
   *
   * @throws SourceException if anything cannot be had
   */
  void require(Experiment experiment) {
    List<String> problems = missing(experiment);
    if (!problems.isEmpty()) {
      boolean fetchable = experiment.sources().stream().anyMatch(this::isElsewhere);
      throw new SourceException(
          describe(problems, experiment.name(), sources.offline() && fetchable));
    }
  }

  /**
   * Says what is missing.
   *
   * @param problems at least one
   * @param experiment its name
   * @param offline whether it may be there for the fetching
   */
  public static String describe(List<String> problems, String experiment, boolean offline) {
    String advice =
        offline
            ? "\nWith a network, mvn vitlora:fetch -D%s=%s brings here what can be fetched"
                .formatted(PropertyNames.EXPERIMENT, experiment)
            : "";
    return problems.size() == 1
        ? problems.get(0) + advice
        : "Experiment '%s' lacks %d things:\n  %s%s"
            .formatted(experiment, problems.size(), String.join("\n  ", problems), advice);
  }

  private static Path directory(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SourceException(
          "The data set's folder is not there: "
              + folder
              + ". It is one of this machine, which nothing fetches");
    }
    return folder;
  }
}
