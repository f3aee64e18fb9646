package io.github.vitlora.choice;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.regime.EarlyStopping;
import java.util.Optional;

/**
 * What the choice of a learning rate rests on. On which side it is open is in the rates that were
 * tried: {@link RateChoice#open}.
 *
 * @param criterion the figure of the validation images that it goes by
 * @param validationImages how many there are
 * @param runnerUp the rate of the next lowest loss, where its losses were compared image by image
 * @param standardErrors how far the chosen rate's mean validation loss lies below the runner-up's,
 *     in standard errors of their difference over the validation images
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RateCertificate(
    EarlyStopping.On criterion,
    int validationImages,
    Optional<Double> runnerUp,
    Optional<Double> standardErrors) {
  /** Refuses a certificate that does not say what the choice goes by. */
  public RateCertificate {
    requireNonNull(criterion, "the field criterion is missing");
  }
}
