package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read as IDX, and what is refused. */
class IdxFileTest {

  @TempDir Path folder;

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("images"), bytes);
  }

  private static byte[] changed(int at, int value) {
    byte[] bytes = IdxFiles.counting(5, 2, 3);
    bytes[at] = (byte) value;
    return bytes;
  }

  @Test
  void sizesAndValuesAreRead() throws IOException {
    IdxFile file = IdxFile.read(write(IdxFiles.counting(5, 2, 3)), 3);

    assertThat(file.sizes()).containsExactly(5, 2, 3);
    assertThat(file.values()).hasSize(30).startsWith(0, 1, 2).endsWith(28, 29);
  }

  @Test
  void aPackedFileIsKnownByItsBytes() throws IOException {
    IdxFile file = IdxFile.read(write(IdxFiles.gzip(IdxFiles.counting(300))), 1);

    assertThat(file.values()).hasSize(300);
    assertThat(file.values()[299]).isEqualTo((byte) 43);
  }

  static Stream<Arguments> malformed() throws IOException {
    byte[] good = IdxFiles.counting(5, 2, 3);
    byte[] packed = IdxFiles.gzip(good);
    byte[] damaged = packed.clone();
    damaged[damaged.length - 6] ^= 1;
    byte[] garbage = Arrays.copyOf(packed, packed.length + 3);
    byte[] bomb = IdxFiles.gzip(IdxFiles.of(new byte[20 << 20], 20, 1024, 1024));
    byte[] huge = IdxFiles.of(new byte[0], Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    return Stream.of(
        arguments(new byte[0], "no IDX file: it begins with nothing, not with 00000803"),
        arguments("<html>".getBytes(StandardCharsets.UTF_8), "it begins with 3c68746d"),
        arguments(new byte[] {0, 0, 8}, "it begins with 000008"),
        arguments(changed(1, 8), "it begins with 00080803"),
        arguments(changed(2, 0x0d), "of the type 0x0d, and only unsigned bytes (0x08) are read"),
        arguments(changed(3, 4), "it has 4 dimensions where a list of grey images has 3"),
        arguments(Arrays.copyOf(good, 15), "cut off within its header"),
        arguments(changed(7, 0), "speaks of 0 x 2 x 3 values"),
        arguments(changed(4, 0xff), "speaks of 4278190085 x 2 x 3 values"),
        arguments(changed(7, 9), "speaks of 9 x 2 x 3 bytes, more than a file of 46 can hold"),
        arguments(huge, "speaks of 2147483647 x 2147483647 x 2147483647 bytes, more than"),
        arguments(Arrays.copyOf(good, 45), "speaks of 5 x 2 x 3 = 30 bytes, and there are 29"),
        arguments(Arrays.copyOf(good, 47), "more bytes follow than the 5 x 2 x 3 = 30"),
        arguments(IdxFiles.gzip(Arrays.copyOf(good, 45)), "and there are 29"),
        arguments(IdxFiles.gzip(Arrays.copyOf(good, 47)), "more bytes follow"),
        arguments(Arrays.copyOf(packed, packed.length - 9), "cannot be used"),
        arguments(damaged, "cannot be used"),
        arguments(garbage, "cannot be used"),
        arguments(bomb, "20 x 1024 x 1024 bytes, more than a file of"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("malformed")
  void isRefusedWithItsFileAndFault(byte[] bytes, String fault) throws IOException {
    Path file = write(bytes);

    assertThatThrownBy(() -> IdxFile.read(file, 3))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(fault);
  }

  @Test
  void imagesAreNoLabelsAndAMissingFileIsNamed() throws IOException {
    Path images = write(IdxFiles.counting(5, 2, 3));

    assertThatThrownBy(() -> IdxFile.read(images, 1))
        .hasMessageContaining("it has 3 dimensions where a list of labels has 1");
    assertThatThrownBy(() -> IdxFile.read(folder.resolve("none"), 1))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(folder.resolve("none").toString());
  }

  /** One that claims most of what an array can hold would otherwise exhaust the heap. */
  @Test
  void memoryIsTakenOnlyForBytesThatAreThere() throws IOException {
    byte[] claim = IdxFiles.of(new byte[100], 16, 1024, 1023);
    Path file = write(IdxFiles.gzip(claim));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> IdxFile.read(file, 3)).hasMessageContaining("there are 100");

    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
  }

  /** Whatever a byte of the header is changed to, the file is read whole or refused in words. */
  @Property(tries = 500)
  void aChangedHeaderIsReadOrRefused(@ForAll @IntRange(min = 0, max = 15) int at, @ForAll int value)
      throws IOException {
    Path file = Files.createTempFile("idx", "");
    try {
      Files.write(file, changed(at, value));
      IdxFile read = IdxFile.read(file, 3);
      assertThat(read.values()).hasSize(30);
      assertThat(ByteBuffer.wrap(Files.readAllBytes(file)).getInt(0)).isEqualTo(0x0803);
    } catch (DatasetException refused) {
      assertThat(refused).hasMessageContaining(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
