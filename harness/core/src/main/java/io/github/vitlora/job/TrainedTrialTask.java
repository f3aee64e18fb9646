package io.github.vitlora.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** What a process can do with a trained trial. Paths are absolute. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainedTrialTask.Export.class, name = "export"),
  @JsonSubTypes.Type(value = TrainedTrialTask.Predict.class, name = "predict")
})
public sealed interface TrainedTrialTask {

  /** Reads and writes tasks. */
  JsonMapper JSON = new JsonMapper();

  /** Folder of the trial. */
  String trial();

  /** What the task's log is named after. */
  String name();

  /**
   * Writes the trial in other libraries' formats.
   *
   * @param trial its folder
   * @param torchScript whether the network is also written as one TorchScript file
   * @param output folder to write to
   */
  record Export(String trial, boolean torchScript, String output) implements TrainedTrialTask {
    @Override
    public String name() {
      return "export";
    }
  }

  /**
   * Classifies images.
   *
   * @param trial its folder
   * @param images files
   * @param top how many classes of each image are wanted
   * @param output file to write
   */
  record Predict(String trial, List<String> images, int top, String output)
      implements TrainedTrialTask {
    /** Copies the files. */
    public Predict {
      images = List.copyOf(images);
    }

    @Override
    public String name() {
      return "predict";
    }
  }
}
