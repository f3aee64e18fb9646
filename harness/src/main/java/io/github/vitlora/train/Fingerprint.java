package io.github.vitlora.train;

import io.github.vitlora.data.DatasetSplits;
import io.github.vitlora.data.LabelledImage;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * A hash over everything that determines a trial's numbers: its part of the descriptor, the bytes
 * of weights and images, and the platform. Where the files lie does not count.
 */
final class Fingerprint {
  private static final String PREFIX = "sha256:";

  private Fingerprint() {}

  static String of(Trial trial, DatasetSplits splits, Path weights, NumericPlatform platform)
      throws IOException {
    MessageDigest digest = Digests.sha256();
    Digests.add(digest, TrialJson.write(withoutPlaces(trial)));
    Digests.add(digest, platform.toString());
    Digests.add(digest, Digests.ofFile(weights));
    add(digest, splits.train());
    add(digest, splits.validation());
    add(digest, splits.test());
    return PREFIX + Digests.hex(digest);
  }

  private static Trial withoutPlaces(Trial trial) {
    DatasetSpec dataset = trial.dataset();
    return new Trial(
        "",
        new ModelSpec(trial.model().architecture(), "", Optional.empty()),
        new DatasetSpec(
            new DatasetOrigin.Directory(""),
            "",
            "",
            dataset.validationFraction(),
            dataset.limit(),
            dataset.transform(),
            Optional.empty()),
        trial.training(),
        trial.regime(),
        trial.seed());
  }

  private static void add(MessageDigest digest, List<LabelledImage> split) throws IOException {
    Digests.add(digest, Integer.toString(split.size()));
    for (LabelledImage image : split) {
      Digests.add(digest, image.label() + " " + Digests.ofFile(image.file()));
    }
  }
}
