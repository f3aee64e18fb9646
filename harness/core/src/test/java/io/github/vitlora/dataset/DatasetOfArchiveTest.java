package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of class folders as people pack them. */
class DatasetOfArchiveTest {

  @TempDir Path folder;

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  private Dataset open(Path archive) {
    DatasetOrigin packed = new DatasetOrigin.Archive(archive.toString(), Optional.empty());
    DatasetSpec spec =
        new DatasetSpec(
            new DatasetOrigin.HeldOut(packed, 0.3),
            ".",
            DatasetOrigin.HeldOut.TEST,
            0.25,
            DatasetSpec.Limit.NONE,
            new TransformSpec(8, 8, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            Optional.empty());
    return Dataset.open(
        spec, new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true)));
  }

  private static List<String> names(Dataset dataset) {
    DatasetSplits splits = dataset.splits(1);
    return Stream.of(splits.train(), splits.validation(), splits.test())
        .flatMap(List::stream)
        .map(image -> image.image().name())
        .sorted()
        .toList();
  }

  private Path zip(String... names) throws IOException {
    Path archive = folder.resolve("photos.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.contains("/._") ? new byte[100] : picture());
      }
    }
    return archive;
  }

  @Test
  void aZipOfTheFinderIsRead() throws IOException {
    Dataset dataset =
        open(
            zip(
                "photos/cat/1.png",
                "__MACOSX/photos/cat/._1.png",
                "photos/cat/2.png",
                "__MACOSX/photos/cat/._2.png",
                "photos/cat/3.png",
                "photos/cat/.DS_Store",
                "photos/dog/1.png",
                "photos/dog/2.png",
                "photos/dog/3.png",
                "__MACOSX/photos/._dog"));

    assertThat(dataset.classNames()).containsExactly("cat", "dog");
    assertThat(names(dataset))
        .containsExactly(
            "cat/1.png", "cat/2.png", "cat/3.png", "dog/1.png", "dog/2.png", "dog/3.png");
  }

  @Test
  void namesThatWindowsCannotStoreAreTheirOwn() throws IOException {
    Path archive = folder.resolve("photos.tgz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)), "UTF-8")) {
      for (String name :
          List.of(
              "cat/a?1.png",
              "cat/aux.png",
              "cat/3.png",
              "cat/Icon\r",
              "dog:/1.png",
              "dog:/2.png",
              "dog:/3.png")) {
        byte[] content = name.endsWith("\r") ? new byte[0] : picture();
        TarArchiveEntry entry = new TarArchiveEntry("photos/" + name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }

    Dataset dataset = open(archive);

    assertThat(dataset.classNames()).containsExactly("cat", "dog:");
    assertThat(names(dataset))
        .containsExactly(
            "cat/3.png", "cat/a?1.png", "cat/aux.png", "dog:/1.png", "dog:/2.png", "dog:/3.png");
  }

  @Test
  void aFolderInAFolderIsLookedInto() throws IOException {
    Dataset dataset =
        open(
            zip(
                "photos/photos/cat/1.png",
                "photos/photos/cat/2.png",
                "photos/photos/cat/3.png",
                "photos/photos/dog/1.png",
                "photos/photos/dog/2.png",
                "photos/photos/dog/3.png"));

    assertThat(dataset.classNames()).containsExactly("cat", "dog");
  }
}
