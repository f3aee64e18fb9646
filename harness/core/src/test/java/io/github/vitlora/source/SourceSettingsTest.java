package io.github.vitlora.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceSettingsTest {
  @TempDir Path folder;

  @Test
  void theCacheIsBelowAHomeThatCanBeWrittenTo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(SourceSettings.usualCache(Optional.of(folder)))
        .contains(folder.resolve(".cache/vitlora"));
    assertThat(SourceSettings.usualCache(Optional.of(folder.resolve("new"))))
        .as("a home that can be made")
        .isPresent();
    assertThat(SourceSettings.usualCache(Optional.of(file.resolve("home")))).isEmpty();
    assertThat(SourceSettings.usualCache(Optional.empty())).isEmpty();
  }
}
