package io.github.vitlora.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.result.Environment;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.Provenance;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
  private static final TrialEvent.EpochEnded EPOCH =
      new TrialEvent.EpochEnded(
          new EpochResult(
              2,
              4e-4,
              0.5,
              0.9,
              Optional.of(0.6),
              Optional.empty(),
              3.5,
              1.25,
              17.5,
              Optional.of(3.25),
              Optional.empty()));

  static List<TrialEvent> events() {
    return List.of(
        new TrialEvent.Identified(new Provenance("1a", "2b", "3c", "4d", Optional.of("5e"))),
        new TrialEvent.Resumed(List.of(EPOCH.result()), 7, 12.5),
        new TrialEvent.MemoryUsed(
            new MemoryByPhase(Optional.of(1L << 33), Optional.of(2L), Optional.empty())),
        new TrialEvent.Started(
            new Environment(
                "Linux",
                "a \"CPU\"\n",
                2,
                2,
                "17",
                "0.36.0",
                "2.7.1",
                "x",
                Optional.of("avx2"),
                Optional.empty(),
                Optional.of("cpu()"),
                Optional.empty()),
            10,
            100,
            5,
            8),
        new TrialEvent.Stepped(1, 3, 2.25, 14.5),
        EPOCH,
        new TrialEvent.Trying(2, 3, 1e-3),
        new TrialEvent.GaveUp(1, "the loss is not finite"),
        new TrialEvent.Chosen(1e-3, 0.75),
        new TrialEvent.Alive(),
        new TrialEvent.Warned("slow \"here\""),
        new TrialEvent.Failed(FailureKind.DISK, "no room, \"none\"\n"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void givesBackWhatWasWritten(TrialEvent event) {
    String line = EventStream.write(event);

    assertThat(line).doesNotContain("\n");
    assertThat(EventStream.read(line)).contains(event);
    assertThat(EventStream.read("left over from native code " + line)).contains(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "@vitlora ",
        "@vitlora null",
        "@vitlora {}",
        "@vitlora {\"event\":\"unheard of\"}",
        "@vitlora {\"event\":\"identified\"}",
        "@vitlora {\"event\":\"memoryUsed\"}",
        "@vitlora {\"event\":\"started\"}",
        "@vitlora {\"event\":\"takenOver\",\"environment\":null}",
        "@vitlora {\"event\":\"epochEnded\"}",
        "@vitlora {\"event\":\"stepped\",\"epoch\":\"many\"}",
        "@vitlora {\"event\":\"stepped\",\"epoch\":1"
      })
  void anythingElseIsNoEvent(String line) {
    assertThat(EventStream.read(line)).isEmpty();
  }
}
