package io.github.vitlora.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.vitlora.choice.RateCertificate;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.regime.EarlyStopping.On;
import io.github.vitlora.regime.RateBracket;
import io.github.vitlora.result.EpochResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how far the choice of a learning rate has come.
 *
 * @param fingerprint of the trial
 * @param tried the rates that are done, in the order in which they were
 * @param losses of each of them, that of each validation image in nats; none of a list's rates
 * @param epochs the finished ones of the last of them
 * @param wallSeconds of the trial up to there
 */
record SearchState(
    String fingerprint,
    List<TriedRate> tried,
    List<List<Double>> losses,
    List<EpochResult> epochs,
    double wallSeconds) {
  private static final Logger LOG = LoggerFactory.getLogger(SearchState.class);

  SearchState {
    tried = List.copyOf(tried);
    losses = List.copyOf(losses);
    epochs = List.copyOf(epochs);
  }

  /** Reads a file; without a state of this trial, returns that of a search not yet begun. */
  static SearchState read(Path file, String fingerprint) throws IOException {
    SearchState none = new SearchState(fingerprint, List.of(), List.of(), List.of(), 0);
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
   * @param ofImages the loss of each validation image
   * @param seconds of the trial up to here
   */
  SearchState plus(
      double learningRate, TrainingHistory history, List<Double> ofImages, double seconds) {
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
    List<List<Double>> moreLosses = new ArrayList<>(losses);
    moreLosses.add(ofImages);
    return new SearchState(fingerprint, more, moreLosses, history.epochs(), seconds);
  }

  /** Returns the last of the rates. */
  TriedRate last() {
    return tried.get(tried.size() - 1);
  }

  /** Returns the rates with their losses, which are no numbers where they stopped being finite. */
  RateBracket bracket() {
    Map<Double, Double> byRate = new TreeMap<>();
    tried.forEach(one -> byRate.put(one.learningRate(), one.validationLoss().orElse(Double.NaN)));
    return new RateBracket(byRate);
  }

  /** Returns how the rates that are done were chosen from. */
  RateChoice choice(On criterion, int validationImages) {
    Optional<TriedRate> chosen = best(criterion).map(tried::get);
    if (chosen.isEmpty()) {
      return RateChoice.of(tried, Optional.empty(), Optional.empty());
    }
    double best = chosen.get().learningRate();
    Optional<Double> runnerUp = criterion == On.LOSS ? bracket().runnerUp() : Optional.empty();
    return RateChoice.of(
        criterion == On.LOSS
            ? tried.stream().sorted(Comparator.comparingDouble(TriedRate::learningRate)).toList()
            : tried,
        Optional.of(best),
        Optional.of(
            new RateCertificate(
                criterion,
                validationImages,
                runnerUp,
                runnerUp.flatMap(
                    other -> standardErrors(losses.get(index(best)), losses.get(index(other)))))));
  }

  private int index(double rate) {
    return tried.stream().map(TriedRate::learningRate).toList().indexOf(rate);
  }

  /**
   * Returns how far the mean of one list lies below that of another, in standard errors of their
   * mean difference; none where there is no error to measure by.
   */
  static Optional<Double> standardErrors(List<Double> lower, List<Double> higher) {
    int n = lower.size();
    double[] differences = new double[n];
    for (int i = 0; i < n; i++) {
      differences[i] = higher.get(i) - lower.get(i);
    }
    double mean = Arrays.stream(differences).sum() / n;
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    return Optional.of(mean / error).filter(Double::isFinite);
  }

  /** Returns the index of the best so far; none where every loss stopped being finite. */
  Optional<Integer> best(On criterion) {
    return criterion == On.LOSS ? bracket().best().map(this::index) : mostAccurate();
  }

  private Optional<Integer> mostAccurate() {
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
