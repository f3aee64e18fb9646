package io.github.vitlora.run;

import io.github.vitlora.experiment.BuiltinDataset;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something from elsewhere that an experiment cannot be run without.
 *
 * @param kind what it is to the experiment
 * @param source as sources are named, or the path of a folder
 * @param sha256 its checksum, where the descriptor declares it
 */
public record NeededSource(Kind kind, String source, Optional<String> sha256) {

  /** What is done with a source. */
  public enum Kind {
    /** A checkpoint, used as it is. */
    WEIGHTS("weights"),
    /** An archive of images, unpacked. */
    ARCHIVE("archive"),
    /** IDX files, in a folder or in an archive that is unpacked. */
    IDX("idx files"),
    /** A folder of this machine, which nothing can fetch. */
    DIRECTORY("directory");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** A word for people. */
    public String label() {
      return label;
    }
  }

  /** All that an experiment needs, weights first. */
  public static List<NeededSource> of(Experiment experiment) {
    List<NeededSource> needs = new ArrayList<>();
    ModelSpec model = experiment.model();
    model
        .checkpoint()
        .ifPresent(source -> needs.add(new NeededSource(Kind.WEIGHTS, source, model.sha256())));
    of(experiment.dataset().origin()).ifPresent(needs::add);
    return List.copyOf(needs);
  }

  private static Optional<NeededSource> of(DatasetOrigin origin) {
    if (origin instanceof DatasetOrigin.Archive archive) {
      return Optional.of(new NeededSource(Kind.ARCHIVE, archive.source(), archive.sha256()));
    }
    if (origin instanceof DatasetOrigin.Idx idx) {
      return Optional.of(new NeededSource(Kind.IDX, idx.source(), idx.sha256()));
    }
    if (origin instanceof DatasetOrigin.Directory directory) {
      return Optional.of(new NeededSource(Kind.DIRECTORY, directory.path(), Optional.empty()));
    }
    if (origin instanceof DatasetOrigin.HeldOut heldOut) {
      return of(heldOut.of());
    }
    if (origin instanceof DatasetOrigin.Rotations rotations) {
      return of(rotations.of());
    }
    if (origin instanceof DatasetOrigin.Builtin builtin) {
      return BuiltinDataset.named(builtin.name())
          .map(set -> new NeededSource(Kind.ARCHIVE, set.source(), Optional.of(set.sha256())));
    }
    return Optional.empty();
  }
}
