package io.github.vitlora.run;

import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.experiment.DatasetOptions;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.inspection.Inspector;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Json;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every image of a data set before anything is trained, in a process of its own. What was
 * found is kept in the cache by the bytes, names and classes of all images, so that a data set is
 * looked at once.
 */
public final class InspectionRun {
  private static final Logger LOG = LoggerFactory.getLogger(InspectionRun.class);
  private static final int TOLD = 10;
  private static final int NAMED = 20;

  private final Workers workers;
  private final Sources sources;
  private final Path work;
  private final RunListener listener;

  /**
   * Prepares to look.
   *
   * @param workers look in a process of their own
   * @param sources where the data set comes from
   * @param work the log goes to {@code <work>/<experiment>/inspection/}
   * @param listener is told how far it has come
   */
  public InspectionRun(Workers workers, Sources sources, Path work, RunListener listener) {
    this.workers = workers;
    this.sources = sources;
    this.work = work;
    this.listener = listener;
  }

  /**
   * Looks at the images of an experiment, or returns what was found when they were last looked at.
   *
   * @throws DatasetException if the data set is not as the descriptor says
   * @throws IOException if the process that looks ends before its time
   * @throws InterruptedException when the calling thread is interrupted
   */
  public Inspection inspect(Experiment experiment) throws IOException, InterruptedException {
    DatasetSpec spec = resolved(experiment);
    Optional<Path> kept = kept(spec);
    Optional<Inspection> known = kept.flatMap(InspectionRun::read);
    if (known.isPresent()) {
      AtomicFile.write(file(experiment), Json.bytes(known.get()));
      return known.get();
    }
    Inspection found = workers.inspect(spec, folder(experiment), telling());
    Optional<Path> place = kept(spec);
    if (place.isPresent()) {
      AtomicFile.write(place.get(), Json.bytes(found));
    }
    return found;
  }

  /**
   * Looks before a training; empty where images cannot be unreadable, since they are no files of
   * their own.
   *
   * @throws DatasetException if images cannot be read or are there twice, and the descriptor does
   *     not allow it; all of them are named
   */
  Optional<Inspection> beforeTraining(Experiment experiment)
      throws IOException, InterruptedException {
    if (!hasFiles(experiment.dataset().origin())) {
      return Optional.empty();
    }
    Inspection found = inspect(experiment);
    require(found, experiment.dataset().options());
    found.warnings(true).forEach(listener::warning);
    return Optional.of(found);
  }

  /**
   * Requires what a descriptor asks of its images.
   *
   * @throws DatasetException if images cannot be read or are there twice, and the descriptor does
   *     not allow it; all of them are named
   */
  public static void require(Inspection found, DatasetOptions options) {
    if (!found.unreadable().isEmpty() && options.unreadable() == DatasetOptions.Unreadable.FAIL) {
      throw new DatasetException(unreadable(found));
    }
    if (options.duplicates() == DatasetOptions.Duplicates.FAIL) {
      found
          .duplicates()
          .refusal()
          .ifPresent(
              why -> {
                throw new DatasetException(why);
              });
    }
  }

  /** Returns the file that has all that was found of an experiment's images. */
  public Path file(Experiment experiment) {
    return folder(experiment).resolve(Job.Inspect.FILE);
  }

  private Path folder(Experiment experiment) {
    return work.resolve(experiment.name()).resolve("inspection");
  }

  /** Lists all images that cannot be read, as far as a message can. */
  private static String unreadable(Inspection found) {
    StringBuilder text =
        new StringBuilder(
            "%,d of %,d images cannot be read:"
                .formatted(found.unreadable().size(), found.images()));
    found.unreadable().stream()
        .limit(NAMED)
        .forEach(
            image -> text.append("\n  ").append(image.file()).append(": ").append(image.what()));
    if (found.unreadable().size() > NAMED) {
      text.append(
          "\n  and %,d more, which vitlora:inspect lists"
              .formatted(found.unreadable().size() - NAMED));
    }
    return text
        + "\nMend or remove them, or set unreadable=\"skip\" on <dataset> to go on without them";
  }

  private DatasetSpec resolved(Experiment experiment) {
    return new SourceSupply(sources).withoutArtifacts(experiment).dataset();
  }

  private static boolean hasFiles(DatasetOrigin origin) {
    if (origin instanceof DatasetOrigin.HeldOut heldOut) {
      return hasFiles(heldOut.of());
    }
    return origin instanceof DatasetOrigin.Archive
        || origin instanceof DatasetOrigin.Directory
        || origin instanceof DatasetOrigin.Labelled;
  }

  /** Returns where what is found is kept; empty where an image has to be read to know. */
  private Optional<Path> kept(DatasetSpec spec) {
    return Inspector.open(spec, sources, 0, "")
        .key()
        .map(key -> sources.cache().resolve("inspections").resolve(key + ".json"));
  }

  private static Optional<Inspection> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.strict().readValue(Files.readAllBytes(file), Inspection.class));
    } catch (IOException e) {
      LOG.warn("{} is of no use; the images are looked at again: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Tells about ten times how far it has come. */
  private Consumer<TrialEvent> telling() {
    int[] told = {0};
    return event -> {
      if (event instanceof TrialEvent.Inspected seen && seen.of() > 0) {
        int tenths = (int) ((long) TOLD * seen.images() / seen.of());
        if (tenths > told[0] || told[0] == 0) {
          told[0] = Math.max(1, tenths);
          listener.preparing("Images looked at: %,d of %,d".formatted(seen.images(), seen.of()));
        }
      }
    };
  }
}
