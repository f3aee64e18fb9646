package io.github.vitlora.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.UnwritableException;
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
 * How far the choice of a learning rate has come.
 *
 * @param fingerprint of the trial
 * @param attempts those that are done, in the order of the rates
 * @param wallSeconds of the trial up to there
 */
record SearchState(String fingerprint, List<RateAttempt> attempts, double wallSeconds) {
  private static final Logger LOG = LoggerFactory.getLogger(SearchState.class);
  private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  /** Copies the attempts. */
  SearchState {
    attempts = List.copyOf(attempts);
  }

  /** The state that a file holds; that of a search not yet begun if it holds none of this trial. */
  static SearchState read(Path file, String fingerprint) throws IOException {
    SearchState none = new SearchState(fingerprint, List.of(), 0);
    if (Files.notExists(file)) {
      return none;
    }
    try {
      SearchState state = JSON.readValue(Files.readAllBytes(file), SearchState.class);
      return state.fingerprint.equals(fingerprint) ? state : none;
    } catch (JsonProcessingException e) {
      LOG.warn("{} is damaged; the learning rates are tried again", file, e);
      return none;
    }
  }

  /** Leaves the state whole, or what was there before. */
  void write(Path file) throws IOException {
    try {
      // Other rates' states are removed once this is written: it has to outlive a power cut.
      AtomicFile.write(file, JSON.writeValueAsBytes(this));
    } catch (FileSystemException e) {
      throw new UnwritableException(file.getParent(), e);
    }
  }

  SearchState plus(RateAttempt attempt, double seconds) {
    List<RateAttempt> more = new ArrayList<>(attempts);
    more.add(attempt);
    return new SearchState(fingerprint, more, seconds);
  }

  /** Index of the best so far; none where every loss stopped being finite. */
  Optional<Integer> best() {
    Optional<Integer> best = Optional.empty();
    for (int i = 0; i < attempts.size(); i++) {
      if (attempts.get(i).validation().isPresent()
          && (best.isEmpty() || attempts.get(i).isBetterThan(attempts.get(best.get())))) {
        best = Optional.of(i);
      }
    }
    return best;
  }
}
