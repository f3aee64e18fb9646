package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.Environment;
import io.github.vitlora.run.RunListener.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressEstimateTest {
  private static final Environment ENVIRONMENT =
      new Environment(
          "",
          "",
          2,
          2,
          "",
          "",
          "",
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private long seconds;
  private final ProgressEstimate estimate =
      new ProgressEstimate(() -> TimeUnit.SECONDS.toNanos(seconds));

  @Test
  void nothingIsEstimatedBeforeTheFirstStep() {
    estimate.trialStarted(3);

    Progress progress = estimate.after(new TrialEvent.Started(ENVIRONMENT, 1, 2, 5, 4));

    assertThat(progress.trialLeft()).isEmpty();
    assertThat(progress.experimentLeft()).isEmpty();
    assertThat(progress.trials()).isEqualTo(3);
  }

  @Test
  void thePaceSoFarIsThePaceToCome() {
    estimate.trialStarted(3);
    seconds = 10;
    estimate.after(new TrialEvent.Started(ENVIRONMENT, 1, 2, 5, 4));
    seconds = 40;

    Progress progress = estimate.after(new TrialEvent.Stepped(2, 1, 0.5, 9));

    // Five of twenty steps took 30 s: fifteen more take 90, and a trial 130 in all.
    assertThat(progress.trialLeft()).contains(Duration.ofSeconds(90));
    assertThat(progress.experimentLeft()).contains(Duration.ofSeconds(90 + 2 * 130));
  }

  @Test
  void allLearningRatesOfATrialCount() {
    estimate.trialStarted(3);
    estimate.after(new TrialEvent.Started(ENVIRONMENT, 1, 2, 5, 4));
    estimate.after(new TrialEvent.Trying(1, 3, 1e-4));
    estimate.after(new TrialEvent.Trying(2, 3, 1e-3));
    seconds = 25;

    Progress progress = estimate.after(new TrialEvent.Stepped(2, 1, 0.5, 9));

    // 25 of sixty steps took a second each.
    assertThat(progress.trialLeft()).contains(Duration.ofSeconds(35));
  }

  /** An earlier process tried the first, so that the time is that of the other two. */
  @Test
  void learningRatesThatWereTriedBeforeDoNot() {
    estimate.trialStarted(3);
    estimate.after(new TrialEvent.Started(ENVIRONMENT, 1, 2, 5, 4));
    estimate.after(new TrialEvent.Trying(2, 3, 1e-3));
    seconds = 10;

    Progress progress = estimate.after(new TrialEvent.Stepped(3, 2, 0.5, 9));

    assertThat(progress.trialLeft()).contains(Duration.ofSeconds(30));
  }

  @Test
  void endedTrialsCountForThoseToCome() {
    estimate.trialStarted(3);
    seconds = 100;
    estimate.trialEnded();
    estimate.trialStarted(3);
    estimate.after(new TrialEvent.Started(ENVIRONMENT, 1, 2, 1, 2));
    seconds = 110;

    Progress progress = estimate.after(new TrialEvent.Stepped(1, 1, 0.5, 9));

    assertThat(progress.trial()).isEqualTo(2);
    assertThat(progress.trialLeft()).contains(Duration.ofSeconds(10));
    assertThat(progress.experimentLeft()).contains(Duration.ofSeconds(10 + (100 + 20) / 2));
  }
}
