package io.github.vitlora.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TriedRate;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how far the choice of a learning rate has come.
 *
 * @param fingerprint of the trial
 * @param tried the rates that are done, in descriptor order
 * @param epochs the finished ones of the last of them
 * @param wallSeconds of the trial up to there
 */
record SearchState(
    String fingerprint, List<TriedRate> tried, List<EpochResult> epochs, double wallSeconds) {
  private static final Logger LOG = LoggerFactory.getLogger(SearchState.class);

  SearchState {
    tried = List.copyOf(tried);
    epochs = List.copyOf(epochs);
  }

  /** Reads a file; without a state of this trial, returns that of a search not yet begun. */
  static SearchState read(Path file, String fingerprint) throws IOException {
    SearchState none = new SearchState(fingerprint, List.of(), List.of(), 0);
    if (Files.notExists(file)) {
      return none;
    }
    try {
      SearchState state = Json.strict().readValue(Files.readAllBytes(file), SearchState.class);
      return state.fingerprint.equals(fingerprint) ? state : none;
    } catch (JsonProcessingException e) {
      LOG.warn("{} is damaged; the learning rates are tried again", file, e);
      return none;
    }
  }

  /**
   * Writes the state whole, or leaves what was there before. It has to outlive a power cut, since
   * other rates' states are removed once it is written.
   */
  void write(Path file) throws IOException {
    try {
      AtomicFile.write(file, Json.strict().writeValueAsBytes(this));
    } catch (FileSystemException e) {
      throw new UnwritableException(file.getParent(), e);
    }
  }

  /**
   * Adds a rate.
   *
   * @param history of the training by it
   * @param seconds of the trial up to here
   */
  SearchState plus(double learningRate, TrainingHistory history, double seconds) {
    Optional<EpochResult> counts =
        history.divergence().isPresent() ? Optional.empty() : Optional.of(history.testedEpoch());
    List<TriedRate> more = new ArrayList<>(tried);
    more.add(
        new TriedRate(
            learningRate,
            counts.flatMap(EpochResult::validationAccuracy),
            counts.flatMap(EpochResult::validationLoss),
            history.epochs().size(),
            history.epochs().stream()
                .mapToDouble(epoch -> epoch.trainSeconds() + epoch.validationSeconds())
                .sum(),
            history.divergence()));
    return new SearchState(fingerprint, more, history.epochs(), seconds);
  }

  /** Returns the last of the rates. */
  TriedRate last() {
    return tried.get(tried.size() - 1);
  }

  /** Returns the index of the best so far; none where every loss stopped being finite. */
  Optional<Integer> best() {
    Optional<Integer> best = Optional.empty();
    for (int i = 0; i < tried.size(); i++) {
      if (tried.get(i).validationAccuracy().isPresent()
          && (best.isEmpty() || isBetter(tried.get(i), tried.get(best.get())))) {
        best = Optional.of(i);
      }
    }
    return best;
  }

  /** Compares by accuracy on the validation images, then by loss, then the smaller rate. */
  static boolean isBetter(TriedRate one, TriedRate other) {
    int accuracy =
        Double.compare(
            one.validationAccuracy().orElseThrow(), other.validationAccuracy().orElseThrow());
    if (accuracy != 0) {
      return accuracy > 0;
    }
    int loss =
        Double.compare(one.validationLoss().orElseThrow(), other.validationLoss().orElseThrow());
    return loss == 0 ? one.learningRate() < other.learningRate() : loss < 0;
  }
}
