package io.github.vitlora.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.ByteEdits;
import io.github.vitlora.fuzzing.Corpus;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.JsonEdits;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever a trial's process prints, a line of it is an event or none. */
class EventFuzzTest {

  /** Damaged text can hold line ends; {@code ChildProcess} would make several lines of it. */
  private static final class Line implements Subject<TrialEvent> {
    @Override
    public Optional<TrialEvent> read(byte[] input) {
      return EventStream.read(new String(input, StandardCharsets.UTF_8));
    }

    @Override
    public void use(TrialEvent event) {
      assertThat(event).hasNoNullFieldsOrProperties();
      assertThat(EventStream.read(EventStream.write(event))).contains(event);
    }
  }

  @Test
  void anyLineIsAnEventOrNone() throws Exception {
    List<byte[]> corpus = Corpus.of(EventFuzzTest.class, "events");
    JsonEdits edits = new JsonEdits(corpus);

    Outcome outcome =
        Fuzzing.run(
            new Line(),
            corpus.stream().map(json -> marked("", json)).toList(),
            random -> line(random, edits),
            5_000,
            // Jackson's buffers; then the text twice and what it says.
            new Allowance(64 << 10, 32));

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }

  private static byte[] line(RandomGenerator random, JsonEdits edits) throws IOException {
    byte[] line = marked(random.nextBoolean() ? "" : "native ", edits.bytes(random));
    return random.nextInt(10) == 0 ? ByteEdits.some(random, line) : line;
  }

  private static byte[] marked(String before, byte[] json) {
    byte[] mark = (before + "@vitlora ").getBytes(StandardCharsets.UTF_8);
    return ByteEdits.spliced(json, 0, 0, mark);
  }
}
