package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.InputMaker;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an archive holds, it is unpacked below its place or refused with nothing kept. */
@Tag("slow")
class ArchiveFuzzTest {

  /** Small, so that bombs of a few hundred bytes reach them. */
  private static final ArchiveUnpacker.Limits LIMITS =
      new ArchiveUnpacker.Limits(100, 1 << 18, 100, 1 << 16, 1 << 9);

  /** Packed entries take no room to speak of, so that their limit counts: 16 KiB for each. */
  private static final Allowance ALLOWANCE =
      new Allowance((1 << 20) + LIMITS.entries() * (16 << 10), 64);

  /** Its library keeps the window of a frame twice, of 8 MiB at most. */
  private static final Allowance ZSTD_ALLOWANCE =
      new Allowance((17 << 20) + LIMITS.entries() * (16 << 10), 64);

  /** Its library keeps a bit for each of the packed streams that a header tells of. */
  private static final Allowance SEVEN_ZIP_ALLOWANCE =
      new Allowance(Integer.MAX_VALUE / 8 + (3 << 20) + LIMITS.entries() * (16 << 10), 64);

  @TempDir Path folder;

  private record Unpacking(Path folder) implements Subject<Path> {
    @Override
    public void prepare(byte[] input) throws IOException {
      FileUtils.deleteDirectory(cache().toFile());
      Files.write(archive(), input);
    }

    @Override
    public Optional<Path> read(byte[] input) throws IOException {
      try {
        return Optional.of(new ArchiveUnpacker(cache(), LIMITS).unpack(archive()));
      } catch (SourceException refusal) {
        assertThat(refusal.getMessage()).startsWith("The archive " + archive());
        assertThat(children(cache().resolve("unpacked")))
            .allMatch(kept -> kept.toString().endsWith(".lock"));
        return Optional.empty();
      } finally {
        assertThat(children(folder)).containsExactlyInAnyOrder(archive(), cache());
      }
    }

    @Override
    public void use(Path content) throws IOException {
      long bytes = 0;
      try (Stream<Path> all = Files.walk(content)) {
        for (Path each : (Iterable<Path>) all::iterator) {
          assertThat(Files.isSymbolicLink(each) && Files.exists(each)).isFalse();
          if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
            bytes += Files.size(each);
          }
        }
      }
      assertThat(bytes).isLessThanOrEqualTo(LIMITS.bytes());
    }

    private Path archive() {
      return folder.resolve("archive");
    }

    private Path cache() {
      return folder.resolve("cache");
    }

    private static List<Path> children(Path parent) throws IOException {
      try (Stream<Path> children = Files.list(parent)) {
        return children.toList();
      }
    }
  }

  private void assertAllAreUnpackedOrRefused(
      List<byte[]> seeds, InputMaker maker, int usual, Allowance allowance) throws Exception {
    Outcome outcome = Fuzzing.run(new Unpacking(folder), seeds, maker, usual, allowance);

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }

  @Test
  void anyTarOrZipIsUnpackedOrRefused() throws Exception {
    ArchiveInputs inputs = new ArchiveInputs();
    assertAllAreUnpackedOrRefused(inputs.seeds(), inputs::make, 1_000, ALLOWANCE);
  }

  @Test
  void anyTarThatZstdPackedIsUnpackedOrRefused() throws Exception {
    ArchiveInputs inputs = new ArchiveInputs();
    assertAllAreUnpackedOrRefused(inputs.zstdSeeds(), inputs::makeZstd, 500, ZSTD_ALLOWANCE);
  }

  @Test
  void anySevenZipIsUnpackedOrRefused() throws Exception {
    ArchiveInputs inputs = new ArchiveInputs();
    assertAllAreUnpackedOrRefused(
        inputs.sevenZipSeeds(), inputs::makeSevenZip, 500, SEVEN_ZIP_ALLOWANCE);
  }
}
