package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.DatasetOptions;
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
import java.util.Set;
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
  void aSplitOfItsOwnIsValidatedOn() throws IOException {
    touch("pets/train/a/1.jpg", "pets/train/b/1.jpg", "pets/valid/a/2.jpg", "pets/valid/b/2.jpg");
    touch("pets/val/a/3.jpg", "pets/val/b/3.jpg");
    DatasetSpec spec =
        directory("pets")
            .withValidationFraction(0)
            .withOptions(DatasetOptions.PLAIN.withValidation(Optional.of("valid")));

    DatasetSplits splits = Dataset.open(spec, sources).splits(7);

    assertThat(names(splits.train())).containsExactly("train/a/1.jpg", "train/b/1.jpg");
    assertThat(names(splits.validation())).containsExactly("valid/a/2.jpg", "valid/b/2.jpg");
    assertThat(names(splits.test())).containsExactly("val/a/3.jpg", "val/b/3.jpg");
  }

  @Test
  void classesMayBeMissingFromTheTestWhereThatIsMeant() throws IOException {
    touch("pets/train/a/1.jpg", "pets/train/b/1.jpg", "pets/train/c/1.jpg", "pets/val/a/1.jpg");
    touch("pets/val/c/1.jpg");
    DatasetSpec spec = directory("pets");

    assertThatThrownBy(() -> Dataset.open(spec, sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("only 'train' has [b], only 'val' has []")
        .hasMessageContaining("missingTestClasses=\"allow\"");
    assertThat(
            Dataset.open(
                    spec.withOptions(DatasetOptions.PLAIN.withMissingTestClasses(true)), sources)
                .splits(1)
                .test())
        .extracting(LabelledImage::label)
        .containsExactly(0, 2);
  }

  @Test
  void imagesThatCannotBeReadAreLeftOutOfEverySplit() throws IOException {
    touch("pets/train/a/1.jpg", "pets/train/a/2.jpg", "pets/train/b/1.jpg", "pets/val/a/1.jpg");
    touch("pets/val/b/1.jpg", "pets/val/b/2.jpg");
    DatasetSpec spec = directory("pets").without(List.of("train/a/2.jpg", "val/b/1.jpg"));

    DatasetSplits splits = Dataset.open(spec, sources).splits(1);

    assertThat(names(splits.train())).containsExactly("train/a/1.jpg", "train/b/1.jpg");
    assertThat(names(splits.test())).containsExactly("val/a/1.jpg", "val/b/2.jpg");
    assertThatThrownBy(() -> Dataset.open(spec.without(List.of("train/b/1.jpg")), sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("The class 'b' of the split 'train' has no image left");
  }

  @Test
  void declaredClassesAreCountedWithoutTheData() {
    DatasetSpec absent = spec(new DatasetOrigin.Directory("/nowhere"), Optional.of(7));

    assertThat(Dataset.countClasses(absent, sources)).isEqualTo(7);
  }

  @Test
  void classesThatAnOriginIsKnownToHaveAreCountedWithoutTheDataToo() {
    DatasetOrigin absent = new DatasetOrigin.Directory("/nowhere");

    assertThat(count(new DatasetOrigin.Rotations(absent))).isEqualTo(4);
    assertThat(count(new DatasetOrigin.Fractals(12))).isEqualTo(12);
    assertThat(count(new DatasetOrigin.Builtin("fashion-mnist-3000"))).isEqualTo(10);
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  private int count(DatasetOrigin origin) {
    return Dataset.countClasses(spec(origin, Optional.empty()), sources);
  }

  @Test
  void everyKindOfOriginHasAFormat() {
    assertThat(DatasetFormat.KNOWN.keySet())
        .isEqualTo(Set.of(DatasetOrigin.class.getPermittedSubclasses()));
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

  private static final int IMAGES = 10;

  private DatasetSpec unsplit(String name, double testFraction) {
    return new DatasetSpec(
        new DatasetOrigin.HeldOut(
            new DatasetOrigin.Directory(folder.resolve(name).toString()), testFraction),
        ".",
        DatasetOrigin.HeldOut.TEST,
        0.25,
        DatasetSpec.Limit.NONE,
        new TransformSpec(8, 8, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
        Optional.empty());
  }

  private void touchClasses(String root, String... classes) throws IOException {
    for (String name : classes) {
      for (int i = 0; i < IMAGES; i++) {
        touch(root + "/" + name + "/" + i + ".jpg");
      }
    }
  }

  private static List<String> names(List<LabelledImage> images) {
    return images.stream().map(image -> image.image().name()).toList();
  }

  @Test
  void aFolderThatNobodySplitIsTestedOnAShareOfEachClass() throws IOException {
    touchClasses("mine", "cat", "dog");

    Dataset dataset = Dataset.open(unsplit("mine", 0.2), sources);

    assertThat(dataset.classNames()).containsExactly("cat", "dog");
    DatasetSplits splits = dataset.splits(1);
    assertThat(splits.test()).hasSize(4).filteredOn(i -> i.label() == 1).hasSize(2);
    assertThat(splits.validation()).hasSize(4);
    assertThat(splits.train()).hasSize(12);
    assertThat(names(splits.test())).allMatch(name -> name.matches("(cat|dog)/\\d\\.jpg"));
    assertThat(names(splits.train()))
        .doesNotContainAnyElementsOf(names(splits.test()))
        .doesNotContainAnyElementsOf(names(splits.validation()));
    assertThat(dataset.testImages()).containsOnlyKeys(names(splits.test()));
  }

  @Test
  void everySeedIsTestedOnTheSameImagesAndAnotherClassChangesThemNot() throws IOException {
    touchClasses("mine", "cat", "dog");
    Dataset before = Dataset.open(unsplit("mine", 0.3), sources);
    List<String> tested = names(before.splits(1).test());
    assertThat(names(before.splits(2).test())).isEqualTo(tested);
    assertThat(names(before.splits(2).validation()))
        .isNotEqualTo(names(before.splits(1).validation()));

    touchClasses("mine", "bear");

    assertThat(names(Dataset.open(unsplit("mine", 0.3), sources).splits(1).test()))
        .containsAll(tested);
  }

  @Test
  void foldersAroundTheClassesAreLookedInto() throws IOException {
    touchClasses("wrapped/photos", "cat", "dog");
    touchClasses("deeper/download/photos/all", "cat", "dog");

    assertThat(Dataset.open(unsplit("wrapped", 0.2), sources).place()).endsWith("photos");
    assertThat(Dataset.open(unsplit("deeper", 0.2), sources).place()).endsWith("all");
  }

  @Test
  void atLeastOneImageIsTestedAndOneTrainedOn() throws IOException {
    touch("few/cat/1.jpg", "few/cat/2.jpg", "few/dog/1.jpg", "few/dog/2.jpg");
    for (double fraction : List.of(0.01, 0.99)) {
      DatasetSplits splits = Dataset.open(unsplit("few", fraction), sources).splits(1);
      assertThat(splits.test()).hasSize(2);
      assertThat(splits.train()).hasSize(2);
    }
    touch("single/cat/1.jpg", "single/dog/1.jpg", "single/dog/2.jpg");
    assertThatThrownBy(() -> Dataset.open(unsplit("single", 0.2), sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("The class 'cat'")
        .hasMessageContaining("has 1 image");
  }

  @Test
  void whereNoClassesAreIsSaid() throws IOException {
    touchClasses("nested/photos/deeper", "cat");

    assertThatThrownBy(() -> Dataset.open(unsplit("nested", 0.2), sources))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a folder for each of at least two classes")
        .hasMessageContaining("train attribute");
  }
}
