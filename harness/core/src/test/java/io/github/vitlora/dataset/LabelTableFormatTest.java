package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.DatasetOptions;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.LabelTable;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes from a table: listing looks at names only, so the images here are empty. */
class LabelTableFormatTest {
  @TempDir Path root;

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private void table(String name, String... lines) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), String.join("\n", lines) + "\n");
  }

  private static LabelTable labels(String file) {
    return new LabelTable(
        file, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Split read(LabelTable table, String split) {
    return new LabelTableFormat(root, table, Orientation.APPLY).read(split);
  }

  private static List<String> described(Split split) {
    return split.images().stream()
        .map(image -> image.image().name() + " " + split.classNames().get(image.label()))
        .toList();
  }

  @Test
  void oneTableTellsTheSplitsByAColumn() throws IOException {
    touch("all/1.png", "all/2.png", "all/3.png");
    table(
        "labels.csv",
        "image,label,split",
        "all/3.png,dog,train",
        "all/1.png,\"cat, old\",train",
        "all/2.png,dog,test");

    assertThat(described(read(labels("labels.csv"), "train")))
        .containsExactly("all/3.png dog", "all/1.png cat, old");
    assertThat(described(read(labels("labels.csv"), "test"))).containsExactly("all/2.png dog");
    assertThat(read(labels("labels.csv"), "test").classNames()).containsExactly("cat, old", "dog");
  }

  @Test
  void eachSplitMayHaveATableOfItsOwnAsTheHubHasIt() throws IOException {
    touch("train/1.png", "train/more/2.png", "test/1.png");
    table(
        "train/metadata.jsonl",
        "{\"file_name\": \"1.png\", \"label\": 1}",
        "{\"file_name\": \"more/2.png\", \"label\": 0}");
    table("test/metadata.jsonl", "{\"file_name\": \"1.png\", \"label\": 0}");

    assertThat(described(read(labels("metadata.jsonl"), "train")))
        .containsExactly("train/1.png 1", "train/more/2.png 0");
    assertThat(described(read(labels("metadata.jsonl"), "test"))).containsExactly("test/1.png 0");
  }

  @Test
  void aNameWithoutExtensionOrFolderMeansTheOnlyFileOfThatName() throws IOException {
    touch("train/0a1.jpg", "train/0b2.jpg");
    table("labels.csv", "\uFEFFid;breed", "0a1;poodle", "0b2.jpg;boxer");

    assertThat(described(read(labels("labels.csv"), ".")))
        .containsExactly("train/0a1.jpg poodle", "train/0b2.jpg boxer");
  }

  @Test
  void whatIsNotInOrderIsNamed() throws IOException {
    touch("1.png", "2.png", "3.png", "4.png");
    table(
        "labels.tsv",
        "path\tclass",
        "1.png\tcat",
        "2.png\tdog",
        "2.png\tdog",
        "3.png\t",
        "9.png\tdog");

    Split split = read(labels("labels.tsv"), ".");

    // The one that is not there is listed, so that a look at all images names it.
    assertThat(described(split)).containsExactly("1.png cat", "2.png dog", "9.png dog");
    assertThat(split.leftOut())
        .containsExactly(
            new Finding("2.png", "named again in row 3"),
            new Finding("3.png", "row 4 has no class"),
            new Finding("4.png", "not in labels.tsv"));
  }

  @Test
  void mistakesAreRefusedWithTheirPlace() throws IOException {
    touch("1.png", "a/2.png", "b/2.png");
    table("labels.csv", "picture,label", "1.png,cat");
    assertThatThrownBy(() -> read(labels("labels.csv"), "."))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no column of the images' image: it has picture, label")
        .hasMessageContaining("imageColumn");
    table("labels.csv", "image,label", "1.png,cat", "1.png,dog");
    assertThatThrownBy(() -> read(labels("labels.csv"), "."))
        .hasMessageContaining("1.png twice with different classes: cat in row 1, dog in row 2");
    assertThatThrownBy(() -> read(labels("labels.csv"), "train"))
        .hasMessageContaining("no column that tells the split")
        .hasMessageContaining("testFraction");
    table("labels.csv", "image,label", "../outside.png,cat");
    assertThatThrownBy(() -> read(labels("labels.csv"), "."))
        .hasMessageContaining("'../outside.png' leads out of the data set");
    table("labels.csv", "image,label", "2.png,cat");
    assertThatThrownBy(() -> read(labels("labels.csv"), "."))
        .hasMessageContaining("may be any of 2 files");
    table("labels.csv", "image,label,split", "1.png,cat,training");
    assertThatThrownBy(() -> read(labels("labels.csv"), "train"))
        .hasMessageContaining("no row whose split is 'train': there are [training]");
    table("labels.csv", "image,label");
    assertThatThrownBy(() -> read(labels("labels.csv"), ".")).hasMessageContaining("no row");
    table("labels.jsonl", "{\"image\": \"1.png\", ");
    assertThatThrownBy(() -> read(labels("labels.jsonl"), "."))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("labels.jsonl cannot be read at line");
  }

  @Test
  void groupsAreNeverTornApart() throws IOException {
    StringBuilder rows = new StringBuilder("image,label,patient\n");
    for (int patient = 0; patient < 20; patient++) {
      for (int image = 0; image < 5; image++) {
        String name = "p%d-%d.png".formatted(patient, image);
        touch("scans/" + name);
        rows.append("%s,%s,p%d\n".formatted(name, image % 2 == 0 ? "ill" : "well", patient));
      }
    }
    table("scans/labels.csv", rows.toString().strip());
    DatasetSpec spec =
        new DatasetSpec(
            new DatasetOrigin.HeldOut(
                new DatasetOrigin.Labelled(
                    new DatasetOrigin.Directory(root.toString()),
                    new LabelTable(
                        "labels.csv",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("patient"))),
                0.25),
            ".",
            DatasetOrigin.HeldOut.TEST,
            0.2,
            DatasetSpec.Limit.NONE,
            new TransformSpec(8, 8, List.of(0f), List.of(1f)),
            Optional.of(2));

    Dataset dataset =
        Dataset.open(
            spec, new Sources(new SourceSettings(root.resolve("cache"), Optional.empty(), true)));
    DatasetSplits splits = dataset.splits(1);

    assertThat(splits.test()).hasSize(25);
    assertThat(splits.validation()).hasSize(15);
    assertThat(splits.train()).hasSize(60);
    assertThat(groups(splits.test()))
        .hasSize(5)
        .doesNotContainAnyElementsOf(groups(splits.train()));
    assertThat(groups(splits.validation()))
        .hasSize(3)
        .doesNotContainAnyElementsOf(groups(splits.train()));
    assertThat(groups(dataset.splits(2).test())).isEqualTo(groups(splits.test()));
    assertThat(groups(dataset.splits(2).validation())).isNotEqualTo(groups(splits.validation()));
  }

  private static List<String> groups(List<LabelledImage> images) {
    return images.stream().map(image -> image.group().orElseThrow()).distinct().sorted().toList();
  }

  @Test
  void aGroupInTwoSplitsIsRefused() throws IOException {
    touch("1.png", "2.png", "3.png", "4.png");
    table(
        "labels.csv",
        "image,label,split,patient",
        "1.png,a,train,p1",
        "2.png,b,train,p2",
        "3.png,a,test,p2",
        "4.png,b,test,p3");
    DatasetSpec spec =
        new DatasetSpec(
            new DatasetOrigin.Labelled(
                new DatasetOrigin.Directory(root.toString()),
                new LabelTable(
                    "labels.csv",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("patient"))),
            "train",
            "test",
            0,
            DatasetSpec.Limit.NONE,
            new TransformSpec(8, 8, List.of(0f), List.of(1f)),
            Optional.empty());

    assertThat(spec.options()).isEqualTo(DatasetOptions.PLAIN);
    assertThatThrownBy(
            () ->
                Dataset.open(
                    spec,
                    new Sources(new SourceSettings(root.resolve("cache"), Optional.empty(), true))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("'train' and 'test' share 1 groups (p2)");
  }
}
