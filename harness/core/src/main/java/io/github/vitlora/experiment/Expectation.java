package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.vitlora.io.Range;
import io.github.vitlora.regime.Regime;
import java.util.Optional;

/**
 * A condition on the results that decides whether the build passes. It speaks of each selected
 * regime's mean over the seeds or, with {@code certainty}, of what the trials show about other
 * images and seeds.
 *
 * @param regime key of the regimes it holds for
 * @param rank the one rank it holds for; absent for every rank of the regime
 * @param metric the figure
 * @param bound the condition
 * @param certainty how sure it has to be; absent where the measured means decide
 */
public record Expectation(
    String regime,
    Optional<Integer> rank,
    Metric metric,
    Bound bound,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Certainty> certainty) {

  /** Checks what a claim can be about. */
  public Expectation {
    if (certainty.filter(c -> c.over() == Certainty.Over.IMAGES).isPresent()
        && !metric.isOfTestImages()) {
      throw new IllegalArgumentException(
          "%s does not follow from test images, so that over=\"images\" says nothing of it"
              .formatted(metric.key()));
    }
  }

  /** A condition on the measured means. */
  public static Expectation of(String regime, Optional<Integer> rank, Metric metric, Bound bound) {
    return new Expectation(regime, rank, metric, bound, Optional.empty());
  }

  /** Whether it holds for this regime. */
  public boolean selects(Regime candidate) {
    return candidate.key().equals(regime)
        && (rank.isEmpty() || candidate.rankIfAny().orElse(-1) == rank.get());
  }

  /** What is demanded of a figure. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = AtLeast.class, name = "atLeast"),
    @JsonSubTypes.Type(value = AtMost.class, name = "atMost"),
    @JsonSubTypes.Type(value = Within.class, name = "within"),
    @JsonSubTypes.Type(value = AtLeastFraction.class, name = "atLeastFraction"),
    @JsonSubTypes.Type(value = AtMostFraction.class, name = "atMostFraction")
  })
  public sealed interface Bound {}

  /**
   * The regime whose figure is the yardstick.
   *
   * @param regime its key
   * @param rank its rank, where the key alone names several regimes
   */
  public record Reference(String regime, Optional<Integer> rank) {

    /** Names the same regime in the results of an earlier run, {@code vitlora.baseline}. */
    public static final String BASELINE = "baseline";

    /** Whether the yardstick is the same regime in an earlier run. */
    public boolean meansBaseline() {
      return regime.equals(BASELINE);
    }

    /** Whether this is the regime meant. */
    public boolean selects(Regime candidate) {
      return candidate.key().equals(regime)
          && (rank.isEmpty() || candidate.rankIfAny().orElse(-1) == rank.get());
    }
  }

  /**
   * {@code actual >= value}.
   *
   * @param value the bound, inclusive
   */
  public record AtLeast(double value) implements Bound {
    /** Checks the number. */
    public AtLeast {
      Range.FINITE.require("atLeast", value);
    }
  }

  /**
   * {@code actual <= value}.
   *
   * @param value the bound, inclusive
   */
  public record AtMost(double value) implements Bound {
    /** Checks the number. */
    public AtMost {
      Range.FINITE.require("atMost", value);
    }
  }

  /**
   * No worse than the reference by more than {@code value}; better is always within.
   *
   * @param value the margin, not negative
   * @param of the reference
   */
  public record Within(double value, Reference of) implements Bound {
    /** Checks the number. */
    public Within {
      Range.NOT_NEGATIVE.require("within", value);
    }
  }

  /**
   * {@code actual >= value * reference}.
   *
   * @param value the factor
   * @param of the reference
   */
  public record AtLeastFraction(double value, Reference of) implements Bound {
    /** Checks the number. */
    public AtLeastFraction {
      Range.NOT_NEGATIVE.require("atLeastFraction", value);
    }
  }

  /**
   * {@code actual <= value * reference}.
   *
   * @param value the factor
   * @param of the reference
   */
  public record AtMostFraction(double value, Reference of) implements Bound {
    /** Checks the number. */
    public AtMostFraction {
      Range.NOT_NEGATIVE.require("atMostFraction", value);
    }
  }
}
