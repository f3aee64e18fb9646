package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.Json;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.FlakyTrial;
import io.github.vitlora.verdict.PairedDifference;
import io.github.vitlora.verdict.UnjudgedExpectation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Results on disk, as JSON. A file is there whole or not at all.
 *
 * <p>JSON has no number for a loss that is not finite: such a figure is written as the text {@code
 * "NaN"}, {@code "Infinity"} or {@code "-Infinity"}, and read back as the same figure. Fields that
 * this version does not know are ignored, so that it reads files of later ones.
 */
public final class ResultStore {
  /** Names the file of an experiment's results, in working folders and in reports. */
  public static final String FILE = "results.json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ResultStore() {}

  /**
   * Reads a {@code results.json}.
   *
   * @throws ResultException if it is missing, malformed or truncated, or of another format
   */
  public static ExperimentResults readExperiment(Path file) {
    ExperimentResults results = read(file, ExperimentResults.class);
    if (!ExperimentResults.SCHEMA.equals(results.schema())) {
      throw new ResultException(
          file,
          "its schema is " + results.schema() + ", expected " + ExperimentResults.SCHEMA,
          null);
    }
    require(file, "experiment", results.experiment());
    results.trials().forEach(trial -> check(file, trial));
    results.comparisons().forEach(row -> check(file, row));
    results.expectations().forEach(outcome -> check(file, outcome));
    for (Answer answer : results.questions()) {
      require(file, "name of a question", answer.question());
      require(file, "message of a question", answer.message());
      require(file, "decision of a question", answer.decision());
    }
    results.attention().forEach(figures -> check(file, figures));
    for (UnjudgedExpectation waiting : results.unjudged()) {
      require(file, "id of an expectation", waiting.id());
      require(file, "message of an expectation", waiting.message());
    }
    for (FlakyTrial mark : results.flaky()) {
      require(file, "id of a flaky trial", mark.id());
      require(file, "message of a flaky trial", mark.message());
    }
    return results;
  }

  /**
   * Writes a {@code results.json}, replacing it whole.
   *
   * @throws ResultException if it cannot be written
   */
  public static void writeExperiment(Path file, ExperimentResults results) {
    write(file, results);
  }

  /**
   * Reads a trial's {@code result.json}.
   *
   * @throws ResultException if it is missing, malformed or truncated
   */
  public static TrialResult readTrial(Path file) {
    TrialResult trial = read(file, TrialResult.class);
    check(file, trial);
    return trial;
  }

  /**
   * Writes a trial's {@code result.json}, replacing it whole.
   *
   * @throws ResultException if it cannot be written
   */
  public static void writeTrial(Path file, TrialResult trial) {
    write(file, trial);
  }

  /**
   * Reads an {@code attention.json}.
   *
   * @throws ResultException if it is missing, malformed or truncated
   */
  public static AttentionResults readAttention(Path file) {
    return read(file, AttentionResults.class);
  }

  /**
   * Reads what an export says of itself.
   *
   * @throws ResultException if it is missing, malformed or truncated
   */
  public static ExportSummary readExport(Path file) {
    return read(file, ExportSummary.class);
  }

  /**
   * Writes what an export says of itself, replacing it whole.
   *
   * @throws ResultException if it cannot be written
   */
  public static void writeExport(Path file, ExportSummary summary) {
    write(file, summary);
  }

  /**
   * Reads a {@code predictions.json}.
   *
   * @throws ResultException if it is missing, malformed or truncated
   */
  public static Predictions readPredictions(Path file) {
    return read(file, Predictions.class);
  }

  /**
   * Writes a {@code predictions.json}, replacing it whole.
   *
   * @throws ResultException if it cannot be written
   */
  public static void writePredictions(Path file, Predictions predictions) {
    write(file, predictions);
  }

  /**
   * Writes an {@code attention.json}, replacing it whole.
   *
   * @throws ResultException if it cannot be written
   */
  public static void writeAttention(Path file, AttentionResults attention) {
    write(file, attention);
  }

  private static void check(Path file, TrialResult trial) {
    require(file, "id", trial.id());
    require(file, "regime", trial.regime());
    require(file, "label", trial.label());
    require(file, "status", trial.status());
    trial.provenance().ifPresent(parts -> check(file, parts));
    trial.test().flatMap(TestResult::classes).ifPresent(all -> all.forEach(c -> check(file, c)));
  }

  private static void check(Path file, Provenance parts) {
    require(file, "recipe of a provenance", parts.recipe());
    require(file, "weights of a provenance", parts.weights());
    require(file, "images of a provenance", parts.images());
    require(file, "platform of a provenance", parts.platform());
  }

  private static void check(Path file, AttentionFigures figures) {
    require(file, "model of attention", figures.model());
    require(file, "label of attention", figures.label());
  }

  private static void check(Path file, ClassResult one) {
    require(file, "name of a class", one.name());
  }

  private static void check(Path file, RegimeSummary row) {
    require(file, "slug of a comparison", row.slug());
    require(file, "regime of a comparison", row.regime());
    require(file, "label of a comparison", row.label());
    require(file, "metrics of a comparison", row.metrics());
    row.difference().ifPresent(difference -> check(file, difference));
  }

  private static void check(Path file, PairedDifference difference) {
    require(file, "reference of a difference", difference.reference());
    require(file, "method of a difference", difference.method());
  }

  private static void check(Path file, ExpectationOutcome outcome) {
    require(file, "id of an expectation", outcome.id());
    require(file, "message of an expectation", outcome.message());
  }

  private static void require(Path file, String field, Object value) {
    if (value == null) {
      throw new ResultException(file, "the field " + field + " is missing", null);
    }
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      T value = MAPPER.readValue(Files.readAllBytes(file), type);
      if (value == null) {
        throw new ResultException(file, "it holds null", null);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ResultException(
          file, "it is not a whole file of results: " + FileFaults.text(e), e);
    } catch (NoSuchFileException e) {
      throw new ResultException(file, "there is no such file", e);
    } catch (IOException e) {
      throw new ResultException(file, "it cannot be read: " + FileFaults.text(e), e);
    }
  }

  private static void write(Path file, Object value) {
    try {
      AtomicFile.write(file, bytes(value));
    } catch (JsonProcessingException e) {
      throw new ResultException(file, "it cannot be written: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw ResultException.unwritable(file, e);
    }
  }

  private static byte[] bytes(Object value) throws JsonProcessingException {
    return Json.pretty(MAPPER, value).getBytes(StandardCharsets.UTF_8);
  }
}
