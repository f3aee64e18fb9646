package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set of IDX files, from its descriptor to its images. */
class IdxFolderTest {

  @TempDir Path folder;
  private Sources sources;
  private Path mnist;

  @BeforeEach
  void prepare() {
    sources = new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
    mnist = folder.resolve("mnist");
  }

  private static DatasetSpec spec(String source, Optional<String> sha256) {
    return new DatasetSpec(
        new DatasetOrigin.Idx(source, sha256),
        "train",
        "t10k",
        0,
        DatasetSpec.Limit.NONE,
        new TransformSpec(2, 2, List.of(0f), List.of(1f)),
        Optional.empty());
  }

  private DatasetSpec spec() {
    return spec(mnist.toUri().toString(), Optional.empty());
  }

  private Dataset open() {
    return Dataset.open(spec(), sources);
  }

  @Test
  void labelsThatOccurAreTheClasses() throws IOException {
    IdxFiles.split(mnist, "train", 7, 255, 1, 7);
    IdxFiles.split(mnist, "t10k", 255, 1, 7);

    Dataset dataset = open();

    assertThat(dataset.classNames()).containsExactly("1", "7", "255");
    assertThat(dataset.place()).isEqualTo(mnist.toString());
    assertThat(dataset.splits(1).train())
        .extracting(LabelledImage::label)
        .containsExactly(0, 1, 1, 2);
    assertThat(dataset.splits(1).test()).hasSize(3);
    assertThat(Dataset.countClasses(spec(), sources)).isEqualTo(3);
  }

  @Test
  void anImageHasItsOwnPixelsAndBytes() throws IOException {
    IdxFiles.split(mnist, "train", 0, 1);
    IdxFiles.split(mnist, "t10k", 0, 1);

    StoredImage second = open().splits(1).train().get(1).image();

    DecodedImage decoded = second.decode();
    assertThat(List.of(decoded.width(), decoded.height(), decoded.channels()))
        .containsExactly(3, 2, 1);
    assertThat(decoded.pixels()).containsExactly(6, 7, 8, 9, 10, 11);
    assertThat(second.open().readAllBytes())
        .containsExactly(0, 0, 0, 2, 0, 0, 0, 3, 6, 7, 8, 9, 10, 11);
    assertThat(second.name()).isEqualTo("train/1");
    assertThat(second).isNotEqualTo(open().splits(1).test().get(1).image());
  }

  @Test
  void packedFilesAndAnArchiveOfThemAreRead() throws IOException {
    IdxFiles.split(mnist, "train", 0, 1);
    IdxFiles.split(mnist, "t10k", 0, 1);
    Path archive = folder.resolve("mnist.zip");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : SortedListing.list(mnist, Files::isRegularFile)) {
        zip.putNextEntry(new ZipEntry("raw/" + file.getFileName() + ".gz"));
        zip.write(IdxFiles.gzip(Files.readAllBytes(file)));
      }
    }

    Dataset dataset = Dataset.open(spec(archive.toUri().toString(), Optional.empty()), sources);

    assertThat(Path.of(dataset.place())).hasFileName("raw");
    assertThat(dataset.splits(1).train().get(1).image().decode().pixels()).startsWith(6, 7);
  }

  @Test
  void imagesWithoutTheirLabelsAreRefused() throws IOException {
    IdxFiles.split(mnist, "train", 0, 1);
    IdxFiles.split(mnist, "t10k", 0, 1, 1);
    Files.copy(
        mnist.resolve("t10k-labels-idx1-ubyte"),
        mnist.resolve("train-labels-idx1-ubyte"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(this::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("train-images-idx3-ubyte has 2 images")
        .hasMessageContaining("train-labels-idx1-ubyte has 3 labels");
  }

  @Test
  void otherNamesAndOtherClassesAreRefused() throws IOException {
    IdxFiles.split(mnist, "train", 0, 1);
    IdxFiles.split(mnist, "test", 0, 1);

    assertThatThrownBy(this::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("'t10k-images-idx3-ubyte' and 't10k-labels-idx1-ubyte'")
        .hasMessageContaining("holds test-images-idx3-ubyte, test-labels-idx1-ubyte, train-");
    IdxFiles.split(mnist, "t10k", 0, 2);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("only 'train' has [1], only 't10k' has [2]");
    IdxFiles.split(mnist, "t10k", 3, 3);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no label but 3");
  }

  @Test
  void aFolderThatIsMissingOrHasAChecksumIsRefused() throws IOException {
    assertThatThrownBy(this::open)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(mnist.toString());
    IdxFiles.split(mnist, "train", 0, 1);
    DatasetSpec declared = spec(mnist.toUri().toString(), Optional.of("ab".repeat(32)));
    assertThatThrownBy(() -> Dataset.open(declared, sources))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("is a folder")
        .hasMessageContaining("remove the sha256");
  }
}
