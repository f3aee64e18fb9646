package io.github.vitlora.plugin.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
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
  void filesComeInTheOrderGivenAndOnce() throws IOException, MojoFailureException {
    assertThat(find("b.jpg, a.JPEG,b.jpg")).containsExactly("b.jpg", "a.JPEG");
  }

  @Test
  void aFolderStandsForAllImagesInIt() throws IOException, MojoFailureException {
    assertThat(find("dogs")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find(".")).containsExactly("a.JPEG", "b.jpg", "dogs/old/y.png", "dogs/x.png");
  }

  /** A name that says nothing does not hide an image. */
  @Test
  void imagesAreToldByTheirContentToo() throws IOException, MojoFailureException {
    Files.writeString(base.resolve("dogs/photo.jpg_large"), "GIF89a");
    Files.writeString(base.resolve("dogs/index"), "<html>");

    assertThat(find("dogs"))
        .containsExactly("dogs/old/y.png", "dogs/photo.jpg_large", "dogs/x.png");
  }

  @Test
  void aGlobStandsForWhatItMatches() throws IOException, MojoFailureException {
    assertThat(find("dogs/*.png")).containsExactly("dogs/x.png");
    assertThat(find("dogs/**.png")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find(base + "/*.{jpg,JPEG}")).containsExactly("a.JPEG", "b.jpg");
  }

  @Test
  void aGlobIsReadAsMavensPatternsAre() throws IOException, MojoFailureException {
    assertThat(find("dogs/**/*.png")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find("./dogs/*.png")).containsExactly("dogs/x.png");
    assertThat(find(base + "/./dogs/*.png")).containsExactly("dogs/x.png");
  }

  @Test
  void eachPairOfAsterisksStandsForNoFolderToo() throws IOException, MojoFailureException {
    assertThat(find("**/dogs/**/*.png")).containsExactly("dogs/old/y.png", "dogs/x.png");
    assertThat(find("dogs\\*.png")).containsExactly("dogs/x.png");
  }

  @Test
  void aFileWithBracketsInItsNameIsAFile() throws IOException, MojoFailureException {
    Files.writeString(base.resolve("IMG[1].jpg"), "");

    assertThat(find("IMG[1].jpg")).containsExactly("IMG[1].jpg");
  }

  @Test
  void nothingGivenIsNothing() throws IOException, MojoFailureException {
    assertThat(new ImageFiles(base).find(null, 2)).isEmpty();
    assertThat(find(" ")).isEmpty();
  }

  @Test
  void whatNamesNothingIsSaid() {
    assertThatThrownBy(() -> find("b.jpg,cats/*.jpg"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("vitlora.images: 'cats/*.jpg' is no image");
  }

  @Test
  void tooManyAreRefused() {
    assertThatThrownBy(() -> new ImageFiles(base).find(".", 3))
        .hasMessage("vitlora.images: these are 4 images; up to 3 can be shown side by side");
  }

  private List<String> find(String given) throws IOException, MojoFailureException {
    return new ImageFiles(base)
        .find(given, 9).stream()
            .map(file -> base.toAbsolutePath().normalize().relativize(file).toString())
            .map(path -> path.replace('\\', '/'))
            .toList();
  }
}
