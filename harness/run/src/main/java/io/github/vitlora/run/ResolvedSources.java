package io.github.vitlora.run;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.source.Sources;
import java.util.Optional;

/** Puts files in the place of Maven artifacts, since a trial's JVM has nothing to resolve them. */
final class ResolvedSources {
  private static final String SCHEME = "maven:";

  private final Sources sources;

  ResolvedSources(Sources sources) {
    this.sources = sources;
  }

  /** The same experiment, with no {@code maven:} source left. */
  Experiment of(Experiment experiment) {
    ModelSpec model = experiment.model();
    return experiment.with(
        resolved ->
            resolved
                .model(
                    new ModelSpec(
                        model.architecture(),
                        resolved(model.weights(), model.sha256()),
                        model.sha256()))
                .dataset(of(experiment.dataset())));
  }

  private DatasetSpec of(DatasetSpec data) {
    return data.withOrigin(of(data.origin()));
  }

  private DatasetOrigin of(DatasetOrigin origin) {
    if (origin instanceof DatasetOrigin.Archive archive) {
      return new DatasetOrigin.Archive(
          resolved(archive.source(), archive.sha256()), archive.sha256());
    }
    if (origin instanceof DatasetOrigin.Idx idx) {
      return new DatasetOrigin.Idx(resolved(idx.source(), idx.sha256()), idx.sha256());
    }
    if (origin instanceof DatasetOrigin.HeldOut heldOut) {
      return new DatasetOrigin.HeldOut(of(heldOut.of()), heldOut.testFraction());
    }
    if (origin instanceof DatasetOrigin.Rotations rotations) {
      return new DatasetOrigin.Rotations(of(rotations.of()));
    }
    return origin;
  }

  private String resolved(String source, Optional<String> sha256) {
    return source.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? sources.resolve(source, sha256).toUri().toString()
        : source;
  }
}
