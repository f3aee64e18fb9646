package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vitlora.image.Orientation;
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

    Split folder = new ImageFolder(root, Orientation.APPLY).read("train");

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

    assertThatThrownBy(() -> new ImageFolder(root, Orientation.APPLY).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no split folder 'train'")
        .hasMessageContaining(root + " holds training, val");
  }

  @Test
  void splitNeedsTwoClasses() throws IOException {
    touch("train/only/1.jpg");
    Files.createDirectories(root.resolve("empty"));

    assertThatThrownBy(() -> new ImageFolder(root, Orientation.APPLY).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("has 1")
        .hasMessageContaining("holds only");
    assertThatThrownBy(() -> new ImageFolder(root, Orientation.APPLY).read("empty"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("holds nothing");
  }

  private void assertRefused(String split, String... texts) {
    assertThatThrownBy(() -> new ImageFolder(root, Orientation.APPLY).read(split))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("The split '" + split + "' in " + root.resolve(split).normalize())
        .hasMessageContainingAll(texts);
  }

  @Test
  void filesOfOtherFormatsAreRefusedByName() throws IOException {
    touch("train/a/1.jpg");
    touch("train/a/1");
    touch("train/a/5.jpg_large");
    touch("train/b/1.jpg");
    touch("train/b/2.WebP");
    touch("train/b/3.heic");
    touch("train/b/.4.tif");

    assertRefused(
        "train",
        "4 of a format that is not read, or whose name does not tell it"
            + " (a/1, a/5.jpg_large, b/2.WebP and 1 more)",
        "convert them to jpg, jpeg, png, bmp or gif");
  }

  @Test
  void imagesBelowAClassFolderAreRefusedByName() throws IOException {
    touch("train/a/1.jpg");
    touch("train/a/more/2.jpg");
    touch("train/a/more/and/3.jfif");
    touch("train/a/more/notes.txt");
    touch("train/b/1.jpg");

    assertRefused(
        "train",
        "2 in a folder below a class folder (a/more/2.jpg, a/more/and/3.jfif): move them up");
  }

  @Test
  void imagesBesideTheClassFoldersAreRefusedByName() throws IOException {
    touch("train/1.jpg");
    touch("train/a/1.jpg");
    touch("train/b/1.jpg");
    touch("train/c/1.webp");

    assertRefused(
        "train",
        "1 beside the class folders, and in none (1.jpg): move them into the folder of their class",
        "1 of a format that is not read, or whose name does not tell it (c/1.webp)");
  }

  @Test
  void linksThatLeadNowhereAreRefusedByName() throws IOException {
    touch("train/a/1.jpg");
    touch("train/b/1.jpg");
    link("train/a/2.jpg", "gone.jpg");
    link("train/a/round", "train/a");
    link("train/c", "gone");

    assertRefused(
        "train",
        "2 behind a link that leads nowhere (c, a/2.jpg): mend them or remove them",
        "1 in a folder below a class folder (a/round)");
  }

  private void link(String name, String target) {
    try {
      Files.createSymbolicLink(root.resolve(name), root.resolve(target));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
  }

  @Test
  void whatSystemsLeaveIsNoClassAndNoImage() throws IOException {
    touch("a/1.jpg");
    touch("a/@eaDir/1.jpg/THUMB.jpg");
    touch("a/desktop.ini");
    touch("b/1.jpg");
    touch("__MACOSX/a/._1.jpg");
    touch("$RECYCLE.BIN/1.jpg");
    touch("Thumbs.db");
    touch("photographs.zip");
    touch("LICENSE");

    Split folder = new ImageFolder(root, Orientation.APPLY).read(".");

    assertThat(folder.classNames()).containsExactly("a", "b");
    assertThat(folder.images()).hasSize(2);
  }

  @Test
  void whatIsNoImageIsIgnored() throws IOException {
    touch("train/a/1.jpg");
    touch("train/a/.DS_Store");
    touch("train/a/Thumbs.db");
    touch("train/b/1.jpg");
    touch("train/b/1.json");
    touch("train/b/folder.tif/inside.txt");

    assertThat(new ImageFolder(root, Orientation.APPLY).read("train").images()).hasSize(2);
  }

  @Test
  void emptyClassIsNamed() throws IOException {
    touch("train/a/1.jpg");
    touch("train/b/notes.txt");

    assertThatThrownBy(() -> new ImageFolder(root, Orientation.APPLY).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(root.resolve("train/b") + " has no image")
        .hasMessageContaining("notes.txt");
  }
}
