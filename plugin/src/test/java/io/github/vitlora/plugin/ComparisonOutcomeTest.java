package io.github.vitlora.plugin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.descriptor.BuiltinExperiment;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.result.ExperimentResults;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class ComparisonOutcomeTest {

  private final Experiment experiment =
      BuiltinExperiment.QUICKSTART.read(Path.of(""), name -> Optional.empty());

  @Test
  void aShardAnswersForItsOwnTrials() {
    assertThatCode(() -> tell(Optional.of(new Shard(1, 2)))).doesNotThrowAnyException();
  }

  @Test
  void mergedResultsThatLackTrialsFailTheBuild() {
    assertThatThrownBy(() -> tell(Optional.empty()))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("trials are missing: lora-r8-seed1");
  }

  private void tell(Optional<Shard> shard) throws MojoFailureException {
    ExperimentResults results =
        Comparison.results(
            experiment, Optional.empty(), List.of(), shard, List.of("lora-r8-seed1"));
    new ComparisonOutcome(results, Path.of("reports")).tell(new SystemStreamLog());
  }
}
