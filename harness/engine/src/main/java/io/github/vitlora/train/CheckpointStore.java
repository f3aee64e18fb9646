package io.github.vitlora.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.vitlora.checkpoint.CheckpointException;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Digests;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.optimizer.TrainableState;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the newest two states that an interrupted trial resumes from. A state is one safetensors
 * file whose name carries its checksum: it appears whole or not at all, and one that was damaged
 * later is passed over for the one before.
 */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final Pattern NAME = Pattern.compile("step-(\\d+)-([0-9a-f]{64})\\.safetensors");
  private static final String UNNAMED = "unnamed.safetensors";
  private static final String POSITION = "vitlora.position";
  private static final String FINGERPRINT = "vitlora.fingerprint";
  private static final String RATE = "rate-";
  private static final Pattern RATE_FOLDER = Pattern.compile(RATE + "\\d{1,9}");
  private static final String SEARCH = "search.json";
  private static final int KEPT = 2;

  private final Path folder;
  private final String fingerprint;
  private final Duration interval;

  /**
   * Opens a store.
   *
   * @param folder of the states; made when needed
   * @param fingerprint states of a trial with another one are not taken up
   * @param interval time after which a state is saved inside an epoch; one is saved after each
   *     epoch anyway
   */
  public CheckpointStore(Path folder, String fingerprint, Duration interval) {
    this.folder = folder;
    this.fingerprint = fingerprint;
    this.interval = interval;
  }

  private record Candidate(Path file, long step, String checksum) {}

  /** Saves a state; the weights are asked for while it is written. */
  void save(TrainingPosition position, TrainableState state) throws IOException {
    try {
      write(position, state);
    } catch (FileSystemException e) {
      throw new UnwritableException(folder, e);
    }
  }

  private void write(TrainingPosition position, TrainableState state) throws IOException {
    Files.createDirectories(folder);
    SafetensorsWriter writer =
        new SafetensorsWriter(TensorType.F32)
            .metadata(FINGERPRINT, fingerprint)
            .metadata(POSITION, Json.strict().writeValueAsString(position));
    state.write(writer);
    Path fresh = folder.resolve(UNNAMED);
    writer.write(fresh);
    // By concatenation: a format writes the digits of the locale, which the pattern would not find.
    String name = "step-" + position.steps() + "-" + Digests.ofFile(fresh) + ".safetensors";
    AtomicFile.replace(fresh, folder.resolve(name));
    discardOld();
  }

  /** Deletes all states but the newest of this trial. */
  private void discardOld() throws IOException {
    int own = 0;
    for (Candidate candidate : candidates()) {
      if (!isOwn(candidate) || ++own > KEPT) {
        Files.delete(candidate.file());
      }
    }
  }

  private boolean isOwn(Candidate candidate) throws IOException {
    try (SafetensorsFile saved = SafetensorsFile.open(candidate.file())) {
      return fingerprint.equals(saved.metadata().get(FINGERPRINT));
    } catch (CheckpointException e) {
      LOG.warn("{} is damaged and of no use", candidate.file(), e);
      return false;
    }
  }

  /**
   * Reads the newest intact state, if there is one.
   *
   * @param state receives weights and moments
   */
  Optional<TrainingPosition> resume(TrainableState state) throws IOException {
    discardUnfinished();
    for (Candidate candidate : candidates()) {
      if (!Digests.ofFile(candidate.file()).equals(candidate.checksum())) {
        LOG.warn("{} is damaged; going on from the state before it", candidate.file());
        continue;
      }
      try (SafetensorsFile saved = SafetensorsFile.open(candidate.file())) {
        Map<String, String> metadata = saved.metadata();
        if (fingerprint.equals(metadata.get(FINGERPRINT))) {
          TrainingPosition position = position(metadata.get(POSITION));
          state.read(saved);
          return Optional.of(position);
        }
      }
    }
    return Optional.empty();
  }

  private static TrainingPosition position(String json) throws JsonProcessingException {
    return Json.strict().readValue(json, TrainingPosition.class);
  }

  /** Returns the fingerprint of the trial whose states it keeps. */
  String fingerprint() {
    return fingerprint;
  }

  /** Returns the time after which a state is saved inside an epoch. */
  Duration interval() {
    return interval;
  }

  /** Returns the store of one of several learning rates, within this one. */
  CheckpointStore ofRate(int number) {
    return new CheckpointStore(
        folder.resolve(RATE + number), fingerprint + " " + RATE + number, interval);
  }

  /** Returns the file that the search among learning rates keeps its state in. */
  Path searchFile() {
    return folder.resolve(SEARCH);
  }

  /** Removes all states, once the trial's result is on disk, but no other files. */
  public void clear() throws IOException {
    discardUnfinished();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (RATE_FOLDER.matcher(name).matches() && Files.isDirectory(file)) {
        ofRate(Integer.parseInt(name.substring(RATE.length()))).clear();
      } else if (name.equals(SEARCH) || AtomicFile.isUnfinished(name, SEARCH)) {
        Files.delete(file);
      }
    }
    for (Candidate candidate : candidates()) {
      Files.delete(candidate.file());
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      LOG.warn("{} stays: it holds files that are not the trial's", folder);
    }
  }

  /** Deletes what a process left that was killed while it wrote. */
  private void discardUnfinished() throws IOException {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.equals(UNNAMED) || AtomicFile.isUnfinished(name, UNNAMED)) {
        Files.delete(file);
      }
    }
  }

  private List<Candidate> candidates() throws IOException {
    List<Candidate> found = new ArrayList<>();
    for (Path file : files()) {
      Matcher matcher = NAME.matcher(file.getFileName().toString());
      if (matcher.matches()) {
        found.add(new Candidate(file, Long.parseLong(matcher.group(1)), matcher.group(2)));
      }
    }
    found.sort(Comparator.comparingLong(Candidate::step).reversed());
    return found;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
