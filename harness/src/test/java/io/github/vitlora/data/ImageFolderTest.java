package io.github.vitlora.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing looks at names only, so the files here are empty. */
class ImageFolderTest {

  private static Path file(LabelledImage image) {
    return ((ImageFile) image.image()).file();
  }

  @TempDir Path root;

  private void touch(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  @Test
  void listsByTheBytesOfNames() throws IOException {
    touch("train/b/2.JPEG");
    touch("train/b/10.png");
    touch("train/Z z/ä.Jpg");
    touch("train/Z z/z.bmp");
    touch("train/Z z/.hidden.jpg");
    touch("train/Z z/notes.txt");
    touch("train/.hidden/1.jpg");
    touch("train/README.md");
    touch("train/ö/1.gif");

    Split folder = new ImageFolder(root).read("train");

    assertThat(folder.classNames()).containsExactly("Z z", "b", "ö");
    assertThat(folder.images())
        .extracting(image -> image.image().name())
        .startsWith("train/Z z/z.bmp", "train/Z z/ä.Jpg");
    assertThat(folder.images())
        .extracting(image -> file(image).getFileName() + " " + image.label())
        .containsExactly("z.bmp 0", "ä.Jpg 0", "10.png 1", "2.JPEG 1", "1.gif 2");
  }

  @Test
  void missingSplitTellsWhatIsThere() throws IOException {
    touch("training/a/1.jpg");
    touch("val/a/1.jpg");

    assertThatThrownBy(() -> new ImageFolder(root).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no split folder 'train'")
        .hasMessageContaining(root + " holds training, val");
  }

  @Test
  void splitNeedsTwoClasses() throws IOException {
    touch("train/only/1.jpg");
    Files.createDirectories(root.resolve("empty"));

    assertThatThrownBy(() -> new ImageFolder(root).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("has 1")
        .hasMessageContaining("holds only");
    assertThatThrownBy(() -> new ImageFolder(root).read("empty"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("holds nothing");
  }

  @Test
  void imagesOfOtherFormatsAreRefusedByName() throws IOException {
    touch("train/a/1.jpg");
    touch("train/b/1.jpg");
    touch("train/b/2.WebP");
    touch("train/b/3.heic");
    touch("train/b/.4.tif");

    assertThatThrownBy(() -> new ImageFolder(root).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("2, the first of them " + root.resolve("train/b/2.WebP"))
        .hasMessageContaining("jpg, jpeg, png, bmp or gif");
  }

  @Test
  void whatIsNoImageIsIgnored() throws IOException {
    touch("train/a/1.jpg");
    touch("train/a/.DS_Store");
    touch("train/a/Thumbs.db");
    touch("train/b/1.jpg");
    touch("train/b/1.json");
    touch("train/b/folder.tif/inside.txt");

    assertThat(new ImageFolder(root).read("train").images()).hasSize(2);
  }

  @Test
  void emptyClassIsNamed() throws IOException {
    touch("train/a/1.jpg");
    touch("train/b/notes.txt");

    assertThatThrownBy(() -> new ImageFolder(root).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(root.resolve("train/b") + " has no image")
        .hasMessageContaining("notes.txt");
  }
}
