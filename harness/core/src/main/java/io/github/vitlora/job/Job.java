package io.github.vitlora.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.RecordJson;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.AttentionResults;
import java.nio.file.Path;
import java.util.List;

/** Tells a worker all that it has to know, in one JSON file whose paths are absolute. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "job")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Job.Train.class, name = "train"),
  @JsonSubTypes.Type(value = Job.Attend.class, name = "attend"),
  @JsonSubTypes.Type(value = Job.Export.class, name = "export"),
  @JsonSubTypes.Type(value = Job.Predict.class, name = "predict"),
  @JsonSubTypes.Type(value = Job.Inspect.class, name = "inspect")
})
public sealed interface Job {
  /** Returns how the job is to be done. */
  JobSettings settings();

  /** Returns the folder that the worker's log lies in; made when needed. */
  Path place();

  /** Returns what the worker's log is named after. */
  String name();

  /** Returns the file of what the worker printed. */
  default Path log() {
    return place().resolve(name() + ".log");
  }

  /** Returns the file of what the worker's JVM reports of a crash in native code. */
  default Path crash() {
    return place().resolve("crash.log");
  }

  /**
   * Trains a trial.
   *
   * @param trial what is to be trained
   * @param folder receives all that the trial leaves
   */
  record Train(Trial trial, TrialFolder folder, JobSettings settings) implements Job {
    @Override
    public Path place() {
      return folder.path();
    }

    @Override
    public String name() {
      return "trial";
    }

    @Override
    public Path log() {
      return folder.log();
    }
  }

  /**
   * Looks at the attention of trained models.
   *
   * @param trials completed trials of one experiment
   * @param spec which test images are pictured
   * @param files images of no data set, pictured after those
   * @param folder receives the pictures and what is told of them
   */
  record Attend(
      List<TrialFolder> trials,
      AttentionSpec spec,
      List<ImageFile> files,
      Path folder,
      JobSettings settings)
      implements Job {
    /** Copies the lists. */
    public Attend {
      trials = List.copyOf(trials);
      files = List.copyOf(files);
    }

    /** Returns the folder of an experiment, beside those of its trials. */
    public static Path folder(Path experiment) {
      return experiment.resolve("attention");
    }

    /** Returns the folder of the pictures of a job in this folder. */
    public static Path pictures(Path folder) {
      return folder.resolve("pictures");
    }

    /** Returns the file of results, written last and at once. */
    public Path results() {
      return pictures(folder).resolve(AttentionResults.FILE);
    }

    @Override
    public Path place() {
      return folder;
    }

    @Override
    public String name() {
      return "attention";
    }
  }

  /**
   * Writes a trained trial in other libraries' formats.
   *
   * @param trial a completed one
   * @param torchScript whether the network is also written as one TorchScript file
   * @param output folder to write to
   */
  record Export(TrialFolder trial, boolean torchScript, Path output, JobSettings settings)
      implements Job {
    @Override
    public Path place() {
      return trial.path();
    }

    @Override
    public String name() {
      return "export";
    }
  }

  /**
   * Classifies images by a trained trial.
   *
   * @param trial a completed one
   * @param images files
   * @param top how many classes of each image are wanted
   * @param output file to write
   */
  record Predict(TrialFolder trial, List<Path> images, int top, Path output, JobSettings settings)
      implements Job {
    /** Copies the files. */
    public Predict {
      images = List.copyOf(images);
    }

    @Override
    public Path place() {
      return trial.path();
    }

    @Override
    public String name() {
      return "predict";
    }
  }

  /**
   * Looks at every image of a data set.
   *
   * @param dataset its description
   * @param place folder of the log and of what was found
   */
  record Inspect(DatasetSpec dataset, Path place, JobSettings settings) implements Job {
    /** Names the file of what was found. */
    public static final String FILE = "inspection.json";

    /** Returns the file of what was found, written last and at once. */
    public Path results() {
      return place.resolve(FILE);
    }

    @Override
    public String name() {
      return "inspection";
    }
  }

  /** Returns the job as JSON. */
  default String json() {
    return RecordJson.write(this);
  }

  /**
   * Reads the job that {@link #json} wrote.
   *
   * @throws IllegalArgumentException if the text is no job of this version
   */
  static Job read(String json) {
    return RecordJson.read(json, Job.class, "a job");
  }
}
