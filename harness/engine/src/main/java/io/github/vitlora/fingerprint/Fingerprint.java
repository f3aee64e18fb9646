package io.github.vitlora.fingerprint;

import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Hashes over everything that determines a trial's numbers, SHA-256 in hexadecimal each. Where the
 * files lie does not count.
 *
 * @param recipe the trial's part of the descriptor
 * @param weights the bytes of the pretrained checkpoint, or that there is none
 * @param images the bytes and labels of the images, split by split
 * @param platform code, Java, DJL, libtorch, threads, instruction sets and kernels
 */
public record Fingerprint(String recipe, String weights, String images, String platform) {
  private static final String PREFIX = "sha256:";

  public static Fingerprint of(
      Trial trial,
      DatasetSplits splits,
      Optional<Path> weights,
      NumericPlatform platform,
      Runnable alive)
      throws IOException {
    MessageDigest images = Digests.sha256();
    add(images, splits.train(), alive);
    add(images, splits.validation(), alive);
    add(images, splits.test(), alive);
    return new Fingerprint(
        recipe(trial),
        weights.isPresent() ? Digests.ofFile(weights.get()) : Digests.ofText(ModelSpec.RANDOM),
        Digests.hex(images),
        Digests.ofText(platform.toString()));
  }

  /** All of it in one: {@code sha256:} and 64 hexadecimal digits. */
  public String whole() {
    return PREFIX + Digests.ofText(recipe + " " + weights + " " + images + " " + platform);
  }

  /** Hash of a trial's part of the descriptor. */
  static String recipe(Trial trial) {
    return Digests.ofText(TrialJson.write(withoutPlaces(trial)));
  }

  private static Trial withoutPlaces(Trial trial) {
    return new Trial(
        "",
        new ModelSpec(trial.model().architecture(), "", Optional.empty()),
        trial
            .dataset()
            .with(
                images ->
                    images
                        .origin(new DatasetOrigin.Directory(""))
                        .train("")
                        .test("")
                        .classes(Optional.empty())),
        trial.training(),
        trial.regime(),
        trial.seed());
  }

  private static void add(MessageDigest digest, List<LabelledImage> split, Runnable alive)
      throws IOException {
    Digests.add(digest, Integer.toString(split.size()));
    for (LabelledImage image : split) {
      Digests.add(digest, image.label() + " " + Digests.of(image.image().open()));
      alive.run();
    }
  }
}
