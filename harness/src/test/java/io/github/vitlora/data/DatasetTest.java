package io.github.vitlora.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set from its descriptor to its splits. */
class DatasetTest {

  @TempDir Path folder;
  private Sources sources;

  @BeforeEach
  void sources() {
    sources = new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
  }

  private static DatasetSpec spec(DatasetOrigin origin, Optional<Integer> classes) {
    return new DatasetSpec(
        origin,
        "train",
        "val",
        0.5,
        DatasetSpec.Limit.NONE,
        new TransformSpec(8, 8, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
        classes);
  }

  private DatasetSpec directory(String name) {
    return spec(new DatasetOrigin.Directory(folder.resolve(name).toString()), Optional.empty());
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  @Test
  void archiveIsUnpackedAndItsTopFolderStripped() throws IOException {
    Path archive = folder.resolve("pets.zip");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name :
          List.of(
              "train/a/1.jpg", "train/a/2.jpg", "train/b/1.jpg", "val/a/3.jpg", "val/b/2.jpg")) {
        zip.putNextEntry(new ZipEntry("pets 1/" + name));
      }
    }
    DatasetSpec spec =
        spec(new DatasetOrigin.Archive(archive.toString(), Optional.empty()), Optional.of(2));

    Dataset dataset = Dataset.open(spec, sources);

    assertThat(Path.of(dataset.place())).hasFileName("pets 1").startsWith(folder.resolve("cache"));
    assertThat(dataset.classNames()).containsExactly("a", "b");
    DatasetSplits splits = dataset.splits(1);
    assertThat(splits.train()).hasSize(2);
    assertThat(splits.validation()).hasSize(1).allMatch(image -> image.label() == 0);
    assertThat(splits.test()).hasSize(2);
  }

  @Test
  void directoryIsUsedInPlace() throws IOException {
    touch("pets/train/a/1.jpg", "pets/train/b/1.jpg", "pets/val/a/1.jpg", "pets/val/b/1.jpg");

    assertThat(Dataset.open(directory("pets"), sources).place())
        .isEqualTo(folder.resolve("pets").toString());
    assertThat(Dataset.countClasses(directory("pets"), sources)).isEqualTo(2);
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void declaredClassesAreCountedWithoutTheData() {
    DatasetSpec absent = spec(new DatasetOrigin.Directory("/nowhere"), Optional.of(7));

    assertThat(Dataset.countClasses(absent, sources)).isEqualTo(7);
  }

  @Test
  void declaredClassesMustBeThere() throws IOException {
    touch("pets/train/a/1.jpg", "pets/train/b/1.jpg", "pets/val/a/1.jpg", "pets/val/b/1.jpg");
    DatasetSpec three =
        spec(new DatasetOrigin.Directory(folder.resolve("pets").toString()), Optional.of(3));

    assertThatThrownBy(() -> Dataset.open(three, sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("declares 3 classes")
        .hasMessageContaining("has 2");
  }

  @Test
  void splitsMustHaveTheSameClasses() throws IOException {
    touch("pets/train/a/1.jpg", "pets/train/b/1.jpg", "pets/val/a/1.jpg", "pets/val/c/1.jpg");

    assertThatThrownBy(() -> Dataset.open(directory("pets"), sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("only 'train' has [b], only 'val' has [c]");
  }

  @Test
  void foldersOfOtherNamesAreListed() throws IOException {
    touch("pets/top/training/a/1.jpg", "pets/top/test/a/1.jpg");

    assertThatThrownBy(() -> Dataset.open(directory("pets"), sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("has not got the folder 'train' and the folder 'val' side by side")
        .hasMessageContaining("top holds test, training");
  }

  @Test
  void missingDirectoryAndBuiltinAreErrors() {
    assertThatThrownBy(() -> Dataset.open(directory("none"), sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(folder.resolve("none").toString());
    assertThatThrownBy(
            () -> Dataset.open(spec(new DatasetOrigin.Builtin("cifar"), Optional.empty()), sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no built-in data set 'cifar'; there are fashion-mnist-3000");
  }
}
