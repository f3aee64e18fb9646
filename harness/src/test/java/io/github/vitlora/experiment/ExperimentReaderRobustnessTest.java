package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a descriptor, it is read or refused; nothing else happens. */
class ExperimentReaderRobustnessTest {

  private static final byte[] VALID = Descriptors.VALID.getBytes(StandardCharsets.UTF_8);
  private static final List<MatchResult> ATTRIBUTES =
      Pattern.compile("([\\w]+)=\"([^\"]*)\"").matcher(Descriptors.VALID).results().toList();
  private static final List<MatchResult> TAGS =
      Pattern.compile("</?\\w[^>]*>").matcher(Descriptors.VALID).results().toList();

  private record ByteEdit(int kind, int position, byte value) {
    List<Byte> apply(List<Byte> bytes) {
      List<Byte> edited = new ArrayList<>(bytes);
      int at = position % (edited.size() + 1);
      if (kind == 0) {
        edited.add(at, value);
      } else if (at < edited.size() && kind == 1) {
        edited.remove(at);
      } else if (at < edited.size()) {
        edited.set(at, value);
      }
      return edited;
    }
  }

  private static void isReadOrRefused(byte[] bytes) {
    try {
      Experiment experiment = Descriptors.read(bytes, Map.of("set", "1"));
      assertThat(experiment.trials()).isNotEmpty();
      assertThat(experiment.trials()).extracting(Trial::id).doesNotHaveDuplicates();
      experiment
          .trials()
          .forEach(trial -> assertThat(TrialJson.read(TrialJson.write(trial))).isEqualTo(trial));
    } catch (DescriptorException refusal) {
      assertThat(refusal.problems())
          .isNotEmpty()
          .allSatisfy(
              problem -> {
                assertThat(problem.file()).isEqualTo("dogs.xml");
                assertThat(problem.line()).isPositive();
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank();
              });
    }
  }

  @Property(tries = 500)
  void withBytesInsertedDeletedOrReplaced(@ForAll("byteEdits") List<ByteEdit> edits) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : VALID) {
      bytes.add(b);
    }
    for (ByteEdit edit : edits) {
      bytes = edit.apply(bytes);
    }
    byte[] edited = new byte[bytes.size()];
    for (int i = 0; i < edited.length; i++) {
      edited[i] = bytes.get(i);
    }
    isReadOrRefused(edited);
  }

  @Provide
  Arbitrary<List<ByteEdit>> byteEdits() {
    Arbitrary<Byte> values =
        Arbitraries.oneOf(
            Arbitraries.of("<>\"'/=&;{}$ 09.-:\n\0".chars().mapToObj(c -> (byte) c).toList()),
            Arbitraries.bytes());
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, VALID.length),
            values)
        .as(ByteEdit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 500)
  void withTheValueOfAnAttributeReplaced(
      @ForAll("attributes") MatchResult attribute, @ForAll("values") String value) {
    String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    isReadOrRefused(replaced(attribute.start(2), attribute.end(2), escaped));
  }

  @Property
  void withSpaceAroundTheValueOfAnAttribute(
      @ForAll("attributes") MatchResult attribute, @ForAll boolean before) {
    String value = attribute.group(2);
    isReadOrRefused(
        replaced(attribute.start(2), attribute.end(2), before ? " " + value : value + "\n "));
  }

  @Property(tries = 300)
  void withAnAttributeDeletedRenamedOrMoved(
      @ForAll("attributes") MatchResult attribute,
      @ForAll("attributes") MatchResult other,
      @ForAll boolean rename) {
    isReadOrRefused(
        rename
            ? replaced(attribute.start(1), attribute.end(1), other.group(1))
            : replaced(attribute.start(), attribute.end(), other.group()));
    isReadOrRefused(replaced(attribute.start(), attribute.end(), ""));
  }

  @Property(tries = 300)
  void withATagDeletedOrRepeated(
      @ForAll("tags") MatchResult tag, @ForAll("tags") MatchResult other) {
    isReadOrRefused(replaced(tag.start(), tag.end(), ""));
    isReadOrRefused(replaced(tag.start(), tag.end(), tag.group() + tag.group()));
    isReadOrRefused(replaced(tag.start(), tag.end(), other.group()));
  }

  @Property(tries = 300)
  void withAnythingElse(@ForAll byte[] bytes) {
    isReadOrRefused(bytes);
  }

  private static byte[] replaced(int start, int end, String replacement) {
    return new StringBuilder(Descriptors.VALID)
        .replace(start, end, replacement)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<MatchResult> attributes() {
    return Arbitraries.of(ATTRIBUTES);
  }

  @Provide
  Arbitrary<MatchResult> tags() {
    return Arbitraries.of(TAGS);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20),
        Arbitraries.strings().withChars("0123456789+-.eE NaINFx").ofMaxLength(12),
        Arbitraries.strings().withChars("${}set.:/%\\ ").ofMaxLength(12),
        Arbitraries.integers().map(String::valueOf),
        Arbitraries.doubles().map(String::valueOf),
        Arbitraries.of(
            "file:",
            "file:.",
            "file:?q",
            "file:///%00",
            "file:/a%20b#c",
            "file:a?b",
            "hf:",
            "maven:::",
            "http://[",
            "https://h",
            "https:h/x",
            "C:\\dogs",
            "x",
            "..",
            "../..",
            "/",
            "~",
            "${set}",
            "${",
            "${}",
            "1 1",
            "9223372036854775808",
            "2147483648",
            "1e400"));
  }
}
