package io.github.vitlora.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min 00 s", "3599, 59 min 59 s", "7620, 2 h 07 min"})
  void durationsReadAsPeopleSayThem(long seconds, String text) {
    assertThat(NumberText.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
