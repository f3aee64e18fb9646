package io.github.vitlora.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.regime.Precision;
import java.util.List;

/**
 * A whole descriptor as JSON, as {@code results.json} carries it: with its defaults filled in and
 * its properties replaced, so that it can be run again without them.
 */
public final class ExperimentJson {

  private static final String DATASET = "dataset";
  private static final String ORIENTATION = "orientation";

  private ExperimentJson() {}

  /** The experiment as JSON. */
  public static JsonNode write(Experiment experiment) {
    try {
      // By way of its text, so that it equals what is read back: a tree made of values keeps the
      // type of each number.
      JsonNode json = RecordJson.MAPPER.readTree(RecordJson.MAPPER.writeValueAsString(experiment));
      if (json.get(DATASET) instanceof ObjectNode dataset && isOfImageFiles(dataset)) {
        // Whatever it is, since versions that said nothing of it ignored it.
        dataset.put(ORIENTATION, experiment.dataset().orientation().name());
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an experiment consists of values that JSON has", e);
    }
  }

  /**
   * The experiment that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is not an experiment or holds anything that this version
   *     does not know, which it might otherwise leave out of the training unnoticed
   */
  public static Experiment read(JsonNode json) {
    try {
      Experiment experiment = RecordJson.MAPPER.treeToValue(upToDate(json), Experiment.class);
      if (experiment == null) {
        throw new IllegalArgumentException("this is not an experiment: it is null");
      }
      return experiment;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(RecordJson.problem("an experiment", e), e);
    }
  }

  /** What an older version wrote lacks fields that came later; each has the value it then had. */
  private static JsonNode upToDate(JsonNode json) {
    JsonNode copy = json.deepCopy();
    if (copy.path("training") instanceof ObjectNode training && !training.has("precision")) {
      training.put("precision", Precision.FLOAT32.name());
    }
    if (copy.path(DATASET) instanceof ObjectNode dataset
        && isOfImageFiles(dataset)
        && !dataset.has(ORIENTATION)) {
      dataset.put(ORIENTATION, Orientation.IGNORE.name());
    }
    if (copy instanceof ObjectNode experiment && !experiment.has("attention")) {
      experiment.putNull("attention");
    }
    if (copy instanceof ObjectNode experiment && !experiment.has("questions")) {
      experiment.putArray("questions");
    }
    for (JsonNode one : copy.path("expectations")) {
      if (one instanceof ObjectNode expectation && !expectation.has("certainty")) {
        expectation.putNull("certainty");
      }
      addOpenRates(one.path("certainty"));
    }
    copy.path("questions").forEach(ExperimentJson::addOpenRates);
    return copy;
  }

  /** Only image files tell how a camera was held. */
  private static boolean isOfImageFiles(JsonNode dataset) {
    JsonNode origin = dataset.path("origin");
    while (origin.has("of")) {
      origin = origin.get("of");
    }
    return List.of("archive", "directory").contains(origin.path("kind").asText());
  }

  private static void addOpenRates(JsonNode one) {
    if (one instanceof ObjectNode asking && !asking.has("openRates")) {
      asking.put("openRates", Certainty.OpenRates.TELL.name());
    }
  }
}
