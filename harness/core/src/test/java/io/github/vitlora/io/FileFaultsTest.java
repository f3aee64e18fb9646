package io.github.vitlora.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFaultsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "Disk quota exceeded",
        "There is not enough space on the disk",
        "out of disk space"
      })
  void aFullDiskIsCalledSo(String said) {
    UnwritableException fault =
        new UnwritableException(Path.of("a", "file"), "vitlora.work", new IOException(said));

    assertThat(fault)
        .hasMessage(
            Path.of("a", "file")
                + " cannot be written: the disk is full ("
                + said
                + "): free some space on it; -Dvitlora.work names another place");
    assertThat(FileFaults.text(fault)).isEqualTo(fault.getMessage());
  }

  @Test
  void aFullDiskIsCalledSoWhereTheSystemNamesTheFile() {
    FileSystemException fault = new FileSystemException("/a/file", null, "No space left on device");

    assertThat(FileFaults.text(fault)).contains("/a/file", "the disk is full");
  }

  @Test
  void aPathAloneIsNoMessage() {
    assertThat(FileFaults.text(new NoSuchFileException("/a"))).isEqualTo("/a is not there");
    assertThat(FileFaults.text(new AccessDeniedException("/a"))).contains("check its permissions");
  }

  @Test
  void whatElseIsSaidIsKept() {
    assertThat(FileFaults.text(new IOException("stale handle"))).isEqualTo("stale handle");
    assertThat(FileFaults.text(new IOException())).contains("IOException");
  }
}
