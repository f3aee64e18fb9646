package io.github.vitlora.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @TempDir Path base;

  @BeforeEach
  void files() throws IOException {
    for (String file : List.of("b.jpg", "a.JPEG", "notes.txt", "dogs/x.png", "dogs/old/y.png")) {
      Files.createDirectories(base.resolve(file).getParent());
      Files.writeString(base.resolve(file), "");
    }
  }

  @Test
  void filesComeInTheOrderGivenAndOnce() throws IOException {
    assertThat(find("b.jpg, a.JPEG,b.jpg")).containsExactly("b.jpg", "a.JPEG");
  }

  @Test
  void aFolderStandsForAllImagesInIt() throws IOException {
    assertThat(find("dogs")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find(".")).containsExactly("a.JPEG", "b.jpg", "dogs/old/y.png", "dogs/x.png");
  }

  @Test
  void aGlobStandsForWhatItMatches() throws IOException {
    assertThat(find("dogs/*.png")).containsExactly("dogs/x.png");
    assertThat(find("dogs/**.png")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find(base + "/*.{jpg,JPEG}")).containsExactly("a.JPEG", "b.jpg");
  }

  @Test
  void aGlobIsReadAsMavensPatternsAre() throws IOException {
    assertThat(find("dogs/**/*.png")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find("./dogs/*.png")).containsExactly("dogs/x.png");
    assertThat(find(base + "/./dogs/*.png")).containsExactly("dogs/x.png");
  }

  @Test
  void eachPairOfAsterisksStandsForNoFolderToo() throws IOException {
    assertThat(find("**/dogs/**/*.png")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find("dogs\\*.png")).containsExactly("dogs/x.png");
  }

  @Test
  void aFileWithBracketsInItsNameIsAFile() throws IOException {
    Files.writeString(base.resolve("IMG[1].jpg"), "");

    assertThat(find("IMG[1].jpg")).containsExactly("IMG[1].jpg");
  }

  @Test
  void nothingGivenIsNothing() throws IOException {
    assertThat(ImageFiles.find(null, base, 2)).isEmpty();
    assertThat(find(" ")).isEmpty();
  }

  @Test
  void whatNamesNothingIsSaid() {
    assertThatThrownBy(() -> find("b.jpg,cats/*.jpg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'cats/*.jpg' is no image");
  }

  @Test
  void tooManyAreRefused() {
    assertThatThrownBy(() -> ImageFiles.find(".", base, 3))
        .hasMessage("these are 4 images; up to 3 can be shown side by side");
  }

  private List<String> find(String given) throws IOException {
    return ImageFiles.find(given, base, 9).stream()
        .map(file -> base.toAbsolutePath().normalize().relativize(file).toString())
        .map(path -> path.replace('\\', '/'))
        .toList();
  }
}
