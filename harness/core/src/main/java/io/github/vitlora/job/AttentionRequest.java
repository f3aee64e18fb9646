package io.github.vitlora.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.experiment.AttentionSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * Whose attention is looked at, and on which images.
 *
 * @param trials folders of completed trials of one experiment
 * @param images number of test images to choose, or of those that are named
 * @param names of test images; empty to have them chosen
 * @param files pictured after them
 */
public record AttentionRequest(
    List<String> trials, int images, List<String> names, List<File> files) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * An image that is in no data set.
   *
   * @param path absolute
   * @param name what people read
   */
  public record File(String path, String name) {}

  /** Copies the lists. */
  public AttentionRequest {
    trials = List.copyOf(trials);
    names = List.copyOf(names);
    files = List.copyOf(files);
  }

  /** A request. */
  public static AttentionRequest of(
      List<TrialFolder> trials, AttentionSpec spec, List<File> files) {
    return new AttentionRequest(
        trials.stream()
            .map(TrialFolder::path)
            .map(Path::toAbsolutePath)
            .map(Path::toString)
            .toList(),
        spec.images(),
        spec.names(),
        files);
  }

  public AttentionSpec spec() {
    return new AttentionSpec(images, names);
  }

  public List<TrialFolder> folders() {
    return trials.stream().map(Path::of).map(TrialFolder::new).toList();
  }

  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request consists of values that JSON has", e);
    }
  }

  public static AttentionRequest read(String json) throws JsonProcessingException {
    return JSON.readValue(json, AttentionRequest.class);
  }
}
