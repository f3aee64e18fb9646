package io.github.vitlora.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that one system stores and another does not. */
class StorableNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a?1.png",
        "<a>",
        "a:b",
        "\"",
        "a|b*",
        "a\\b",
        "Icon\r",
        "tab\tx",
        "dot.",
        "blank ",
        "...",
        "aux",
        "AUX.png",
        "com1.tar.gz",
        "LPT¹",
        "nul .x",
        "conin$",
        "con."
      })
  void whatWindowsCannotStoreIsStoredOtherwiseAndReadAsItWas(String name) throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows());
        FileSystem unix = Jimfs.newFileSystem(Configuration.unix())) {
      String stored = StorableName.of(name, windows);

      assertThat(stored).isNotEqualTo(name).doesNotContainPattern("[<>:\"|?*\\\\\\p{Cntrl}]|[. ]$");
      assertThat(StorableName.of(stored, windows)).isEqualTo(stored);
      assertThat(StorableName.ownName(windows.getPath("C:\\x", stored))).isEqualTo(name);
      assertThat(StorableName.of(name, unix)).isEqualTo(name);
      assertThat(StorableName.ownName(unix.getPath(stored))).isEqualTo(stored);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.png", "größe 1.png", "con1", "auxiliary.png", ".hidden", "com.png", "猫"})
  void otherNamesStayAsTheyAre(String name) throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      assertThat(StorableName.of(name, windows)).isEqualTo(name);
      assertThat(StorableName.ownName(windows.getPath(name))).isEqualTo(name);
    }
  }
}
