package io.github.vitlora.fingerprint;

import io.github.vitlora.dataset.ContentIndex;
import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.Digests;
import io.github.vitlora.result.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Hashes everything that determines a trial's numbers, SHA-256 in hexadecimal. Where the files lie
 * does not count.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * Hashes a trial and its files.
   *
   * @param contents remembers the checksums of images
   * @param weights the pretrained checkpoint; empty if the network starts from random weights
   * @param alive told after every image that was read
   */
  public static Provenance of(
      Trial trial,
      DatasetSplits splits,
      ContentIndex contents,
      Optional<Path> weights,
      NumericPlatform platform,
      Runnable alive)
      throws IOException {
    MessageDigest images = Digests.sha256();
    add(images, splits.train(), contents, alive);
    add(images, splits.validation(), contents, alive);
    add(images, splits.test(), contents, alive);
    return new Provenance(
        recipe(trial),
        weights.isPresent() ? Digests.ofFile(weights.get()) : Digests.ofText(ModelSpec.RANDOM),
        Digests.hex(images),
        Digests.ofText(platform.toString()),
        Optional.empty());
  }

  /** Hashes a trial's part of the descriptor. */
  static String recipe(Trial trial) {
    return Digests.ofText(trial.withoutSources().json());
  }

  private static void add(
      MessageDigest digest, List<LabelledImage> split, ContentIndex contents, Runnable alive)
      throws IOException {
    Digests.add(digest, Integer.toString(split.size()));
    for (LabelledImage image : split) {
      Digests.add(digest, image.label() + " " + contents.sha256(image.image()));
      alive.run();
    }
  }
}
