package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.io.FileFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that are no text, of which Java makes one and the same. */
class UnreadableNamesTest {
  @TempDir Path folder;

  /** Linux keeps any bytes as a name: here two in Latin-1, both of which read as one sign. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void classesThatReadTheSameNeverFallTogether() throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", "mkdir \"$(printf '\\344')\" \"$(printf '\\366')\"")
            .directory(folder.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();

    assertThatThrownBy(() -> SortedListing.list(folder, Files::isDirectory))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("The name of " + folder)
        .hasMessageContaining(" and of 1 beside it cannot be read");
  }

  @Test
  void anyTextIsAName() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("gr\u00f6\u00dfe \u72ac"));
    Path sign = Files.createDirectory(folder.resolve("\ufffd"));

    assertThat(FileFaults.hasReadableName(odd)).isTrue();
    assertThat(FileFaults.hasReadableName(sign)).as("the sign itself").isTrue();
    assertThat(SortedListing.list(folder, Files::isDirectory)).containsExactly(odd, sign);
  }
}
