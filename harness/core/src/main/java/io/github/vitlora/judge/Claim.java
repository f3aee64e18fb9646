package io.github.vitlora.judge;

import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.verdict.ConfidenceBounds;
import io.github.vitlora.verdict.Decision;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a table of seeds by test images shows of the claim that its mean lies on one side of a
 * limit.
 *
 * @param decision whether it does
 * @param bounds of the mean
 * @param distance of the mean from the limit, above 0 on the side that is claimed
 * @param onlyMoreImages whether no number of seeds would show it with these images
 * @param imagesNeeded how many images would, if the mean is as measured
 * @param seedsNeeded how many seeds would, likewise
 */
record Claim(
    Decision decision,
    ConfidenceBounds bounds,
    double distance,
    boolean onlyMoreImages,
    OptionalLong imagesNeeded,
    Supplier<OptionalInt> seedsNeeded) {

  /** A mean that should equal the limit may miss it by this. */
  private static final double ROUNDING = 1e-12;

  /**
   * Judges the claim.
   *
   * @param atLeast whether the mean is claimed to be at least the limit, or at most
   */
  static Claim of(
      VarianceComponents mean, double limit, boolean atLeast, double confidence, Over over) {
    ConfidenceBounds bounds = mean.bounds(confidence, over);
    double distance = atLeast ? mean.estimate() - limit : limit - mean.estimate();
    double worst = atLeast ? bounds.lower() - limit : limit - bounds.upper();
    double best = atLeast ? bounds.upper() - limit : limit - bounds.lower();
    if (worst >= -ROUNDING * Math.abs(limit)) {
      return decided(Decision.SHOWN, bounds, distance);
    }
    if (best < 0) {
      return decided(Decision.REFUTED, bounds, distance);
    }
    boolean onlyMoreImages = over == Over.IMAGES || mean.imagesFallShort(distance, confidence);
    return new Claim(
        Decision.UNDECIDED,
        bounds,
        distance,
        onlyMoreImages,
        mean.imagesNeeded(distance, confidence),
        () -> onlyMoreImages ? OptionalInt.empty() : mean.seedsNeeded(distance, confidence));
  }

  private static Claim decided(Decision decision, ConfidenceBounds bounds, double distance) {
    return new Claim(decision, bounds, distance, false, OptionalLong.empty(), OptionalInt::empty);
  }

  /** What the bounds rest on: {@code 95 %, 4 seeds, 1,000 images}. */
  String basis(double confidence) {
    return percent(confidence)
        + (bounds.seeds() == 1 ? ", one seed" : ", " + bounds.seeds() + " seeds")
        + bounds.images().map(n -> ", " + NumberText.count(n) + " images").orElse("");
  }

  static String percent(double share) {
    String number = NumberText.number(100 * share, 2).replaceAll("\\.?0+$", "");
    return number + " %";
  }

  /** What would decide it, as the end of a sentence. */
  String remedy() {
    String beyond = "the difference as measured lies beyond the margin";
    if (onlyMoreImages) {
      return "more seeds would not show it with these %s test images; %s"
          .formatted(
              bounds.images().map(NumberText::count).orElse(""),
              imagesNeeded.isPresent()
                  ? "about %s would if the difference is as measured"
                      .formatted(NumberText.count(imagesNeeded.getAsLong()))
                  : beyond);
    }
    OptionalInt seeds = seedsNeeded.get();
    if (seeds.isPresent()) {
      return "about %d seeds would show it if differences stay as measured"
          .formatted(seeds.getAsInt());
    }
    return distance <= 0
        ? beyond + ", and more seeds may refute it"
        : "more than %d seeds would be needed, since they scatter or the margin is close"
            .formatted(VarianceComponents.MOST_SEEDS);
  }
}
