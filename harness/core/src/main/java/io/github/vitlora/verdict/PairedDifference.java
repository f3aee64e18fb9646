package io.github.vitlora.verdict;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vitlora.judge.HolmCorrection;
import io.github.vitlora.judge.McNemarTest;
import io.github.vitlora.judge.NewcombeInterval;
import io.github.vitlora.judge.PairedBootstrap;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * How much more accurate a regime is than the reference, judged on the same test images.
 *
 * @param reference slug of the regime that it is held against
 * @param method by which interval and p-value were computed
 * @param seeds of which both regimes have predictions on the same images
 * @param images different test images of all these seeds
 * @param onlyHere images that this regime alone classifies correctly, summed over the seeds
 * @param onlyReference images that the reference alone classifies correctly, summed likewise
 * @param difference this regime's accuracy less the reference's, mean over the seeds
 * @param low lower end of the difference's 95 % interval
 * @param high upper end of it
 * @param pValue of there being no difference, two-sided
 * @param adjustedPValue the same after {@linkplain HolmCorrection Holm's correction} over all
 *     comparisons with the reference
 * @param comparisons how many these are
 * @param resamples drawn, where the method draws any
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PairedDifference(
    String reference,
    Method method,
    List<Long> seeds,
    int images,
    int onlyHere,
    int onlyReference,
    double difference,
    double low,
    double high,
    double pValue,
    double adjustedPValue,
    int comparisons,
    Optional<Integer> resamples)
    implements PairedDifferenceBuilder.With {

  /** What an adjusted p-value has to be below. */
  public static final double SIGNIFICANCE = 0.05;

  /** How a difference is judged. */
  public enum Method {
    /** {@link McNemarTest} and {@link NewcombeInterval}: one seed. */
    @JsonProperty("mcnemar")
    MCNEMAR,
    /** {@link PairedBootstrap} over images and seeds: several seeds. */
    @JsonProperty("bootstrap")
    BOOTSTRAP
  }

  /** What may be concluded. */
  public enum Conclusion {
    /** The regime is more accurate than the reference. */
    MORE_ACCURATE,
    /** The regime is less accurate than the reference. */
    LESS_ACCURATE,
    /** Neither is shown, nor that they are equal. */
    UNDECIDED
  }

  /** Copies the seeds. */
  public PairedDifference {
    seeds = List.copyOf(requireNonNull(seeds, "the field seeds is missing"));
  }

  /** What may be concluded, by the adjusted p-value. */
  public Conclusion conclusion() {
    if (!(adjustedPValue < SIGNIFICANCE)) {
      return Conclusion.UNDECIDED;
    }
    return difference > 0 ? Conclusion.MORE_ACCURATE : Conclusion.LESS_ACCURATE;
  }
}
