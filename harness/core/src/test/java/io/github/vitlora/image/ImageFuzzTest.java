package io.github.vitlora.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.ByteEdits;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a file holds, it is decoded or refused by name, in the memory that was set aside. */
@Tag("slow")
class ImageFuzzTest {
  /** Small, so that sizes in headers reach it. */
  private static final long HEAP = 4 << 20;

  /**
   * Collected or not: readers make each strip anew, and a buffer for each of its rows. A header's
   * size that was believed would take gigabytes. Of each byte of a JPEG's tables TwelveMonkeys
   * makes some hundred.
   */
  private static final Allowance ALLOWANCE = new Allowance(16 * HEAP, 1024);

  @TempDir Path folder;

  private record Decoding(Path file, DecodingMemory memory)
      implements Subject<ImageDecoder.Examined> {
    @Override
    public void prepare(byte[] input) throws IOException {
      Files.write(file, input);
    }

    @Override
    public Optional<ImageDecoder.Examined> read(byte[] input) {
      try {
        return Optional.of(
            ImageDecoder.examined(file, Orientation.APPLY, memory, examined -> examined));
      } catch (ImageException refusal) {
        assertThat(refusal).hasMessageStartingWith("The image " + file + " cannot be used: ");
        return Optional.empty();
      }
    }

    @Override
    public void use(ImageDecoder.Examined examined) {
      ImageFacts facts = examined.facts();
      assertThat(examined.image().pixels()).hasSize(3 * facts.width() * facts.height());
      assertThat(facts.orientation()).isBetween(1, 8);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "PNM"})
  void anyFileIsDecodedOrRefused(ImageFormat format) throws Exception {
    List<byte[]> seeds = pictures(format);

    Outcome outcome =
        Fuzzing.run(
            new Decoding(folder.resolve("image"), new DecodingMemory(HEAP)),
            seeds,
            random -> edited(random, seeds),
            1_000,
            ALLOWANCE);

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }

  private static byte[] edited(RandomGenerator random, List<byte[]> seeds) {
    return ByteEdits.some(random, seeds.get(random.nextInt(seeds.size())));
  }

  /** Those of that format that lie beside the other test. */
  private static List<byte[]> pictures(ImageFormat format) throws IOException, URISyntaxException {
    Path rgb = Path.of(ImageFuzzTest.class.getResource("rgb.png").toURI());
    try (Stream<Path> files = Files.list(rgb.getParent())) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(ImageFuzzTest::bytes)
          .filter(file -> ImageFormat.of(file).equals(Optional.of(format)))
          .toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
