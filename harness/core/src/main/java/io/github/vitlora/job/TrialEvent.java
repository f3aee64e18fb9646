package io.github.vitlora.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.Provenance;
import java.nio.file.Path;
import java.util.List;

/** Tells what has become of a worker's job. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrialEvent.Identified.class, name = "identified"),
  @JsonSubTypes.Type(value = TrialEvent.Started.class, name = "started"),
  @JsonSubTypes.Type(value = TrialEvent.TakenOver.class, name = "takenOver"),
  @JsonSubTypes.Type(value = TrialEvent.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = TrialEvent.Entered.class, name = "entered"),
  @JsonSubTypes.Type(value = TrialEvent.Stepped.class, name = "stepped"),
  @JsonSubTypes.Type(value = TrialEvent.EpochEnded.class, name = "epochEnded"),
  @JsonSubTypes.Type(value = TrialEvent.Trying.class, name = "trying"),
  @JsonSubTypes.Type(value = TrialEvent.GaveUp.class, name = "gaveUp"),
  @JsonSubTypes.Type(value = TrialEvent.Chosen.class, name = "chosen"),
  @JsonSubTypes.Type(value = TrialEvent.Alive.class, name = "alive"),
  @JsonSubTypes.Type(value = TrialEvent.Warned.class, name = "warned"),
  @JsonSubTypes.Type(value = TrialEvent.LookedAt.class, name = "lookedAt"),
  @JsonSubTypes.Type(value = TrialEvent.Inspected.class, name = "inspected"),
  @JsonSubTypes.Type(value = TrialEvent.MemoryUsed.class, name = "memoryUsed"),
  @JsonSubTypes.Type(value = TrialEvent.Failed.class, name = "failed")
})
public sealed interface TrialEvent {
  /**
   * The trial's files are at hand, and with them all that its numbers follow from.
   *
   * @param provenance all of it
   */
  record Identified(Provenance provenance) implements TrialEvent {
    /** Refuses a line without it. */
    public Identified {
      requireNonNull(provenance, "provenance");
    }
  }

  /**
   * Data and model are ready; training begins.
   *
   * @param environment what the trial runs on
   * @param trainableParameters counted on the model itself
   * @param totalParameters counted on the model itself
   * @param epochs to come
   * @param stepsPerEpoch optimizer steps of each
   */
  record Started(
      Environment environment,
      long trainableParameters,
      long totalParameters,
      int epochs,
      int stepsPerEpoch)
      implements TrialEvent {
    /** Refuses a line without an environment. */
    public Started {
      requireNonNull(environment);
    }
  }

  /**
   * The trial had been completed before, and nothing that determines its numbers has changed since:
   * it is not run again.
   *
   * @param environment what this process runs on
   */
  record TakenOver(Environment environment) implements TrialEvent {
    /** Refuses a line without an environment. */
    public TakenOver {
      requireNonNull(environment);
    }
  }

  /**
   * The trial goes on where an earlier process was interrupted.
   *
   * @param finished the epochs before
   * @param step optimizer steps taken before
   * @param wallSeconds that the trial had taken before
   */
  record Resumed(List<EpochResult> finished, long step, double wallSeconds) implements TrialEvent {
    /** Copies the epochs. */
    public Resumed {
      finished = List.copyOf(finished);
    }
  }

  /**
   * Another phase begins; the first one is {@link TrialPhase#LOAD}.
   *
   * @param phase the trial is busy with from now on
   */
  record Entered(TrialPhase phase) implements TrialEvent {
    /** Refuses a line without a phase. */
    public Entered {
      requireNonNull(phase);
    }
  }

  /**
   * An optimizer step was taken.
   *
   * @param epoch counted from 1
   * @param step counted from 1 within the epoch
   * @param loss mean over the epoch up to here, in nats
   * @param imagesPerSecond over the epoch up to here
   */
  record Stepped(int epoch, int step, double loss, double imagesPerSecond) implements TrialEvent {}

  /**
   * An epoch and its validation are done.
   *
   * @param result its figures
   */
  record EpochEnded(EpochResult result) implements TrialEvent {
    /** Refuses a line without figures. */
    public EpochEnded {
      requireNonNull(result);
    }
  }

  /**
   * The trial trains by one of several learning rates from the start; the epochs told next are of
   * that rate.
   *
   * @param number of the rate, from 1
   * @param of how many
   * @param learningRate the rate
   */
  record Trying(int number, int of, double learningRate) implements TrialEvent {}

  /**
   * The loss stopped being finite at one of several learning rates.
   *
   * @param learningRate the rate
   * @param message says where
   */
  record GaveUp(double learningRate, String message) implements TrialEvent {
    /** Refuses a line without a message. */
    public GaveUp {
      requireNonNull(message, "message");
    }
  }

  /**
   * A learning rate turned out best on the validation images.
   *
   * @param learningRate the rate
   * @param validationAccuracy that it reached
   */
  record Chosen(double learningRate, double validationAccuracy) implements TrialEvent {}

  /**
   * Work goes on between the other events. It says no more than that, and only to the launcher: a
   * trial of which nothing is heard for long is taken to hang.
   */
  record Alive() implements TrialEvent {}

  /**
   * The trial goes on, though not as its owner may expect.
   *
   * @param message says in what way, and what to do
   */
  record Warned(String message) implements TrialEvent {
    /** Refuses a line without a message. */
    public Warned {
      requireNonNull(message, "message");
    }
  }

  /**
   * The attention of another model is looked at, after the trials.
   *
   * @param model id of its trial, or what stands for the pretrained model
   */
  record LookedAt(String model) implements TrialEvent {
    /** Refuses a line without a model. */
    public LookedAt {
      requireNonNull(model);
    }
  }

  /**
   * So many images of a data set were looked at, before the trials.
   *
   * @param images the number up to now
   * @param of the number of all
   */
  record Inspected(int images, int of) implements TrialEvent {}

  /**
   * A trial's process took so much memory, up to now.
   *
   * @param peaks of each phase
   */
  record MemoryUsed(MemoryByPhase peaks) implements TrialEvent {
    /** Refuses a line without figures. */
    public MemoryUsed {
      requireNonNull(peaks, "peaks");
    }
  }

  /**
   * The job cannot be done. Who launched a worker that dies without a word says it in its place.
   *
   * @param kind why, for programs
   * @param message for people: what is wrong, and what to do
   */
  record Failed(FailureKind kind, String message) implements TrialEvent {
    /** Refuses a line without kind and message. */
    public Failed {
      requireNonNull(kind, "kind");
      requireNonNull(message, "message");
    }

    /** Returns the same failure, with where the worker's log is. */
    public Failed withLog(Path log) {
      return new Failed(kind, message + "\nThe whole log is " + log);
    }
  }
}
