package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names are read right, ArchivesOfToolsTest tells; here no two may become one. */
class CodePageTest {

  private static void assertApart(List<byte[]> names) {
    Charset taken = CodePage.of(names);
    assertThat(names)
        .as("in %s", taken)
        .extracting(name -> new String(name, taken))
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.contains("\ufffd"));
  }

  /** Bytes that one character has two of, where they are taken for Japanese. */
  @ParameterizedTest
  @CsvSource({"81ca, eef9", "8790, 81e0", "ed40, fa5c"})
  void charactersThatAreThereTwiceStayApart(String one, String other) {
    assertApart(List.of(HexFormat.of().parseHex(one), HexFormat.of().parseHex(other)));
  }

  @Test
  void noTwoNamesOfAnyBytesFallTogether() {
    for (int number = 0; number < 2_000; number++) {
      SplittableRandom random = new SplittableRandom(number);
      List<byte[]> names =
          IntStream.range(0, 1 + random.nextInt(5))
              .mapToObj(
                  index -> {
                    // Ends in its number, which no character takes in.
                    byte[] name = new byte[2 + random.nextInt(6)];
                    random.nextBytes(name);
                    name[name.length - 2] = '.';
                    name[name.length - 1] = (byte) ('0' + index);
                    return name;
                  })
              .toList();

      assertApart(names);
    }
  }
}
