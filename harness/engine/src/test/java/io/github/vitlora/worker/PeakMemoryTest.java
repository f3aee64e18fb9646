package io.github.vitlora.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.result.MemoryByPhase;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PeakMemoryTest {

  /** A process whose memory is set by hand. */
  private static final class Pretended implements ResidentMemory {
    private long now;
    private long peak;

    void use(long bytes) {
      now = bytes;
      peak = Math.max(peak, bytes);
    }

    @Override
    public long peak() {
      return peak;
    }

    @Override
    public void restart() {
      peak = now;
    }
  }

  @Test
  void eachPhaseHasThePeakOfItsOwnTurns() throws IOException {
    Pretended process = new Pretended();
    PeakMemory memory = new PeakMemory(process);

    process.use(100);
    memory.enter(TrialPhase.TRAIN);
    process.use(700);
    process.use(300);
    memory.enter(TrialPhase.EVALUATE);
    process.use(400);
    memory.enter(TrialPhase.TRAIN);
    process.use(500);

    assertThat(memory.byPhase())
        .isEqualTo(new MemoryByPhase(Optional.of(100L), Optional.of(700L), Optional.of(400L)));
  }

  @Test
  void aPhaseThatNeverCameHasNoFigure() throws IOException {
    Pretended process = new Pretended();
    process.use(100);

    assertThat(new PeakMemory(process).byPhase())
        .isEqualTo(new MemoryByPhase(Optional.of(100L), Optional.empty(), Optional.empty()));
  }

  @Test
  void theSystemsFigureIsOfThisProcess() throws IOException {
    ResidentMemory memory = ResidentMemory.ofThisProcess();
    memory.restart();

    assertThat(memory.peak()).isBetween(20L << 20, 1L << 40);
  }
}
