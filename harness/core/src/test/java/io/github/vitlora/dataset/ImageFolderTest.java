package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vitlora.image.Orientation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private List<String> names(String split) {
    return new ImageFolder(root, Orientation.APPLY)
        .read(split).images().stream().map(i -> i.image().name()).toList();
  }

  private void write(String name, byte... start) throws IOException {
    touch(name);
    Files.write(root.resolve(name), start);
  }

  @Test
  void theContentSaysWhatTheNameDoesNot() throws IOException {
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0};
    touch("train/a/1.jfif");
    touch("train/a/2.JPE");
    write("train/a/3", jpeg);
    write("train/a/4.jpg_large", jpeg);
    write("train/a/5.bin", (byte) 1, (byte) 2, (byte) 3);
    touch("train/b/1.ppm");
    touch("train/b/2.WebP");
    touch("train/b/3.tif");
    touch("train/b/.4.tif");

    assertThat(names("train"))
        .containsExactly(
            "train/a/1.jfif",
            "train/a/2.JPE",
            "train/a/3",
            "train/a/4.jpg_large",
            "train/b/1.ppm",
            "train/b/2.WebP",
            "train/b/3.tif");
    assertThat(new ImageFolder(root, Orientation.APPLY).read("train").leftOut())
        .containsExactly(new Finding("train/a/5.bin", "no image by its first bytes"));
  }

  @Test
  void formatsThatAreNotReadAreListedSoThatTheyAreNamed() throws IOException {
    touch("train/a/1.jpg");
    touch("train/b/1.heic");

    assertThat(names("train")).containsExactly("train/a/1.jpg", "train/b/1.heic");
  }

  @Test
  void everythingBelowAClassFolderBelongsToIt() throws IOException {
    touch("train/a/2024/5.jpg");
    touch("train/a/2024/march/4.jpg");
    touch("train/a/9.jpg");
    touch("train/a/more/notes.txt");
    touch("train/b/1.jpg");

    assertThat(names("train"))
        .containsExactly(
            "train/a/9.jpg", "train/a/2024/5.jpg", "train/a/2024/march/4.jpg", "train/b/1.jpg");
  }

  @Test
  void imagesBesideTheClassFoldersAreRefusedByName() throws IOException {
    touch("train/1.jpg");
    touch("train/a/1.jpg");
    touch("train/b/1.jpg");
    link("train/c", "gone");

    assertThatThrownBy(() -> new ImageFolder(root, Orientation.APPLY).read("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("The split 'train' in " + root.resolve("train"))
        .hasMessageContaining("2 beside the class folders")
        .hasMessageContaining("1.jpg, c, a link that leads nowhere)")
        .hasMessageContaining("by labels");
  }

  @Test
  void foldersOfSplitsAreNoClasses() throws IOException {
    touch("train/a/1.jpg");
    touch("Test/a/1.jpg");

    assertThatThrownBy(() -> new ImageFolder(root, Orientation.APPLY).read("."))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("are splits and no classes")
        .hasMessageContaining("train, validation and test attributes");
  }

  @Test
  void linksAreFollowedAndThoseThatLeadNowhereStayToBeNamed() throws IOException {
    touch("elsewhere/1.jpg");
    touch("train/b/1.jpg");
    touch("train/a/1.jpg");
    link("train/a/2.jpg", "gone.jpg");
    link("train/a/more", "elsewhere");
    link("train/a/round", "train/a");

    assertThat(names("train"))
        .containsExactly("train/a/1.jpg", "train/a/2.jpg", "train/a/more/1.jpg", "train/b/1.jpg");
    assertThat(new ImageFolder(root, Orientation.APPLY).read("train").leftOut())
        .containsExactly(
            new Finding("train/a/round", "a link that leads back to a folder around it"));
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
