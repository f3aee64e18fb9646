package io.github.vitlora.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * One-sided confidence bounds of a figure, or of its difference to another regime's.
 *
 * @param estimate the figure as measured
 * @param lower below which the true value does not lie, at {@code confidence}
 * @param upper above which it does not lie, at {@code confidence}
 * @param confidence of each bound on its own, for example 0.95
 * @param standardError of the estimate
 * @param degreesOfFreedom of Student's t; absent where no t distribution was used
 * @param seeds how many seeds the estimate is a mean over
 * @param images how many test images each seed's figure is of; absent for a figure that does not
 *     follow from test images, or where each seed has images of its own
 * @param discordance share of the test images that only one of the two regimes gets right, mean
 *     over the seeds; absent where no figures are compared that count such images
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ConfidenceBounds(
    double estimate,
    double lower,
    double upper,
    double confidence,
    double standardError,
    Optional<Double> degreesOfFreedom,
    int seeds,
    Optional<Integer> images,
    Optional<Double> discordance) {}
