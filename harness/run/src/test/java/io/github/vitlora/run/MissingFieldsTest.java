package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.choice.PenaltyChoice;
import io.github.vitlora.choice.RateCertificate;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.judge.PairedComparison;
import io.github.vitlora.judge.ResultMerge;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.run.ReportRun.ResultFile;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.FlakyTrial;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of a version that wrote fewer fields: each of them is missing once. */
@Tag("slow")
class MissingFieldsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Lists that earlier versions did not write. */
  private static final Set<String> LISTS =
      Set.of("attention", "missing", "unjudged", "flaky", "otherEnvironments");

  @TempDir Path folder;

  private final Experiment experiment =
      Samples.experiment(
          List.of(1L, 2L),
          List.of(8),
          List.of(
              Expectation.of(
                  "lora", Optional.empty(), Metric.TEST_ACCURACY, new Expectation.AtLeast(0.8))));

  @Test
  void resultsWithoutAnyOptionalFieldAreReadMergedAndReported() throws IOException {
    Path whole = folder.resolve("whole.json");
    ResultStore.writeExperiment(whole, results());
    List<List<String>> optional = new ArrayList<>();
    collect(ExperimentResults.class, List.of(), optional);
    assertThat(optional)
        .contains(List.of("environment", "device"), List.of("trials", "epochs", "stepSeconds"));

    int removed = 0;
    for (List<String> path : optional) {
      JsonNode tree = JSON.readTree(whole.toFile());
      if (remove(tree, path)) {
        removed++;
        Path file = folder.resolve("results.json");
        JSON.writeValue(file.toFile(), tree);
        assertThatCode(() -> use(file)).as("without %s", path).doesNotThrowAnyException();
      }
    }
    assertThat(removed).isGreaterThan(25);
  }

  @Test
  void resultsWithoutAFieldAreWholeOrRefusedByItsName() throws IOException {
    Path whole = folder.resolve("whole.json");
    ResultStore.writeExperiment(whole, results());
    List<List<String>> all = new ArrayList<>();
    paths(JSON.readTree(whole.toFile()), List.of(), all);

    for (List<String> path : all.stream().distinct().toList()) {
      JsonNode tree = JSON.readTree(whole.toFile());
      remove(tree, path);
      Path file = folder.resolve("results.json");
      JSON.writeValue(file.toFile(), tree);
      assertThatCode(
              () -> {
                try {
                  merge(file);
                } catch (ResultException refusal) {
                  assertThat(refusal)
                      .hasMessageContaining(file.toString())
                      .hasMessageContaining(path.get(path.size() - 1));
                }
              })
          .as("without %s", path)
          .doesNotThrowAnyException();
    }
  }

  private void use(Path file) throws IOException {
    merge(file);
    new ReportRun(folder.resolve("work"))
        .run(
            experiment,
            List.of(new ResultFile("earlier", file)),
            folder.resolve("report"),
            Optional.empty());
  }

  private void merge(Path file) {
    ExperimentResults read = ResultStore.readExperiment(file);
    assertWhole(read);
    ResultMerge.of(
        experiment, List.of(new ResultMerge.Part("a", read), new ResultMerge.Part("b", read)));
  }

  /** Nothing that was read is null, so that whoever uses it need not ask. */
  private static void assertWhole(Object value) {
    assertThat(value).isNotNull();
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(MissingFieldsTest::assertWhole);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(MissingFieldsTest::assertWhole);
    } else if (value instanceof List<?> list) {
      list.forEach(MissingFieldsTest::assertWhole);
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          assertWhole(component.getAccessor().invoke(record));
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(component.toString(), e);
        }
      }
    }
  }

  /** With every field that there is. */
  private ExperimentResults results() {
    List<Trial> all = experiment.trials();
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(experiment).subList(0, 5));
    TriedRate tried =
        new TriedRate(1e-3, Optional.of(0.7), Optional.of(0.8), 5, 9, Optional.of("diverged"));
    RateCertificate certificate =
        new RateCertificate(EarlyStopping.On.LOSS, 50, Optional.of(1e-4), Optional.of(1.5));
    trials.set(
        0,
        Samples.withPredictions(
            trials
                .get(0)
                .with(
                    r ->
                        r.rateChoice(
                                Optional.of(
                                    new RateChoice(
                                        List.of(tried),
                                        Optional.of(1e-3),
                                        0,
                                        Optional.of(1L),
                                        Optional.of(certificate))))
                            .penaltyChoice(
                                new PenaltyChoice(
                                    List.of(new PenaltyChoice.TriedPenalty(0.1, 0.5, 0.8, 9, 1e-9)),
                                    0.1))
                            .testedEpoch(Optional.of(4)))
                .with(r -> r.startedAt("2026-03-01T11:00:00.250Z")),
            "a1".repeat(32)));
    trials.set(4, Samples.stopped(all.get(4), TrialStatus.FAILED, "no memory", 1));
    AttentionFigures attention =
        new AttentionFigures(
            "full-seed1",
            "full fine-tuning",
            1,
            5,
            0.5,
            0.5,
            List.of(0.5),
            2,
            List.of(List.of(2.0)),
            Optional.of(0.5),
            Optional.of(0.25));
    return PairedComparison.of(
            Comparison.results(
                experiment,
                Optional.of(Samples.ENVIRONMENT),
                trials,
                Optional.empty(),
                List.of(all.get(5).id())),
            predictions(trials))
        .withAttention(List.of(attention))
        .withFlaky(List.of(new FlakyTrial(all.get(0).id(), "it ran twice")));
  }

  private static Map<String, List<Prediction>> predictions(List<TrialResult> trials) {
    Map<String, List<Prediction>> predictions = new HashMap<>();
    for (TrialResult trial : trials.subList(0, 4)) {
      predictions.put(trial.id(), Samples.predictions(20, i -> i % (3 + trial.seed()) != 0));
    }
    return predictions;
  }

  private static void collect(Type type, List<String> at, List<List<String>> optional) {
    if (type instanceof ParameterizedType of) {
      Type[] arguments = of.getActualTypeArguments();
      collect(arguments[arguments.length - 1], at, optional);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (RecordComponent component : record.getRecordComponents()) {
        List<String> path = new ArrayList<>(at);
        path.add(component.getName());
        if (component.getType() == Optional.class
            || at.isEmpty() && LISTS.contains(component.getName())) {
          optional.add(path);
        }
        collect(component.getGenericType(), path, optional);
      }
    }
  }

  private static void paths(JsonNode node, List<String> at, List<List<String>> all) {
    if (node.isArray()) {
      node.forEach(element -> paths(element, at, all));
    }
    node.properties()
        .forEach(
            field -> {
              List<String> path = new ArrayList<>(at);
              path.add(field.getKey());
              if (!path.get(0).equals("descriptor")) {
                all.add(path);
                paths(field.getValue(), path, all);
              }
            });
  }

  /** Removes a field wherever it is at that place. */
  private static boolean remove(JsonNode node, List<String> path) {
    if (node.isArray()) {
      boolean any = false;
      for (JsonNode element : node) {
        any |= remove(element, path);
      }
      return any;
    }
    String name = path.get(0);
    if (path.size() > 1) {
      return node.has(name) && remove(node.get(name), path.subList(1, path.size()));
    }
    return node instanceof ObjectNode object && object.remove(name) != null;
  }
}
