package io.github.vitlora.experiment;

import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.io.Range;
import io.github.vitlora.io.Slug;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A question that the experiment decides with as few trials as it can: which is the smallest rank
 * of a regime whose metric is at most {@code within} worse than a reference's?
 *
 * <p>The reference and the ranks are trained under the seeds 1, 2, 3 and so on. After each number
 * of seeds in {@code seeds} the results are looked at, and further seeds are trained where they may
 * still change the answer.
 *
 * @param name slug that names the question
 * @param regime key of the regime whose ranks are asked about
 * @param of the regime that the ranks are held against
 * @param metric that is compared
 * @param within how much worse the metric of a rank that suffices may be, above 0
 * @param confidence one-sided, of the answer as a whole
 * @param seeds how many seeds there are at each look, rising
 * @param from the rank that is looked at first
 * @param undecided what becomes of the build where the question stays open
 * @param openRates what becomes of it where a better learning rate may lie beyond those tried
 */
@RecordBuilder
public record Question(
    String name,
    String regime,
    Expectation.Reference of,
    Metric metric,
    double within,
    double confidence,
    List<Integer> seeds,
    From from,
    Undecided undecided,
    OpenRates openRates)
    implements QuestionBuilder.With {

  /** The margins that a question can ask for. */
  public static final Range MARGIN =
      new Range("a number above 0 and at most 1, 0.02 for example", x -> x > 0 && x <= 1);

  /** The order in which ranks are looked at. */
  public enum From {
    /** From the largest down, as long as each rank is shown to suffice. */
    LARGEST,
    /** From the smallest up, until a rank is shown to suffice. */
    SMALLEST
  }

  /** Copies the list and checks the numbers. */
  public Question {
    Slug.require(name);
    MARGIN.require("within", within);
    Certainty.CONFIDENCE.require("confidence", confidence);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty() || seeds.get(0) < Certainty.LEAST_SEEDS) {
      throw new IllegalArgumentException(
          "the first look of question %s is at fewer than %d seeds: %s"
              .formatted(name, Certainty.LEAST_SEEDS, seeds));
    }
    for (int i = 1; i < seeds.size(); i++) {
      if (seeds.get(i) <= seeds.get(i - 1)) {
        throw new IllegalArgumentException(
            "the looks of question %s do not rise: %s".formatted(name, seeds));
      }
    }
  }

  /** All seeds that it may take, in the order in which they are trained. */
  public List<Long> allSeeds() {
    return LongStream.rangeClosed(1, seeds.get(seeds.size() - 1)).boxed().toList();
  }
}
