package io.github.vitlora.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {
  @TempDir Path base;

  @Test
  void commasSeparateOutsideBraces() {
    assertThat(Globs.split(" a, b-{1,2}/*,{c,{d,e}},, f} ,g"))
        .containsExactly("a", "b-{1,2}/*", "{c,{d,e}}", "f}", "g");
    assertThat(Globs.split(null)).isEmpty();
    assertThat(Globs.split(" , ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "lora-* lora-r1 true",
        "lora-? lora-16 false",
        "lora-r[0-9] lora-r8 true",
        "lora-r[!0-9] lora-r8 false",
        "{full,lora-*} lora-r8 true",
        "{full,{probe,lora}-?} lora-8 true",
        "a* a/b false",
        "a?b a/b false",
        "a[!x]b a/b false",
        "a** a/b/c true",
        "**/c c true",
        "**/c a/b/c true",
        "a/**/c a/c true",
        "a/**/b/**/c a/b/x/c true",
        "a/**/b/**/c a/x/b/c true",
        "{a,**/b}/c b/c true",
        "a/** a/b/c true",
        "./a/./b a/b true",
        "a\\*\\c a/b/c true",
        "a.b axb false",
        "a(b)+$ a(b)+$ true",
        "a[ a[ true",
        "a}b a}b true"
      })
  void aGlobMatchesAWholeName(String glob, String name, boolean matches) {
    assertThat(Globs.matches(glob, name)).isEqualTo(matches);
  }

  @Test
  void aBraceThatIsNotClosedIsSaid() {
    assertThatThrownBy(() -> Globs.matches("lora-{r1,r2", "lora-r1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'lora-{r1,r2' opens a { that it does not close");
  }

  @Test
  void filesAndFoldersAreFoundByName() throws IOException {
    touch("shards/2/woof/a.json", "shards/1/woof/a.json", "shards/3/cats/a.json");

    assertThat(find("shards/{2,1}/woof")).containsExactly("shards/1/woof", "shards/2/woof");
    assertThat(find("shards\\?\\woof")).containsExactly("shards/1/woof", "shards/2/woof");
    assertThat(find("./shards/3/**")).containsExactly("shards/3/cats", "shards/3/cats/a.json");
    assertThat(find("**/cats/*.json")).containsExactly("shards/3/cats/a.json");
    assertThat(find("shards/3/cats/**/a.json")).containsExactly("shards/3/cats/a.json");
    assertThat(find("{shards/3,shards/2/woof}/*"))
        .containsExactly("shards/2/woof/a.json", "shards/3/cats");
    assertThat(find(base + "/shards/[12]/woof/*"))
        .containsExactly("shards/1/woof/a.json", "shards/2/woof/a.json");
    assertThat(find("elsewhere/*")).isEmpty();
  }

  @Test
  void linksAreFollowedAndNeverRoundInCircles() throws IOException {
    touch("data/a.json");
    try {
      Files.createSymbolicLink(base.resolve("link"), base.resolve("data"));
      Files.createSymbolicLink(base.resolve("data/round"), base.resolve("data"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }

    assertThat(find("**/*.json")).containsExactly("data/a.json", "link/a.json");
  }

  @Test
  void whatIsThereByNameIsNoGlob() throws IOException {
    touch("IMG[1].jpg");

    assertThat(Globs.isGlob("IMG[1].jpg", base)).isFalse();
    assertThat(Globs.isGlob("IMG[2].jpg", base)).isTrue();
    assertThat(Globs.isGlob("photos/{a,b}", base)).isTrue();
    assertThat(Globs.isGlob("photos", base)).isFalse();
  }

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Files.createDirectories(base.resolve(file).getParent());
      Files.createFile(base.resolve(file));
    }
  }

  private List<String> find(String glob) throws IOException {
    return Globs.find(glob, base).stream()
        .map(file -> base.relativize(file).toString().replace('\\', '/'))
        .toList();
  }
}
