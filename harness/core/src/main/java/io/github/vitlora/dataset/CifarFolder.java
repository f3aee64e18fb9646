package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.source.Sources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * CIFAR-10's binary version (Krizhevsky 2009): colour images of 32 x 32 pixels, of each the label
 * in a byte and then its red, green and blue values. A split is all files whose names begin with
 * its name and end with {@code .bin}; {@code batches.meta.txt} names the classes, a line each.
 *
 * @param root folder of the data set
 */
record CifarFolder(Path root) implements FolderFormat {
  private static final String NAMES = "batches.meta.txt";
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int CHANNELS = 3;
  private static final int RECORD = 1 + CHANNELS * PLANE;

  /** An image of a file that is in memory. */
  private record Image(String name, byte[] planes) implements StoredImage {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(planes);
    }

    @Override
    public DecodedImage decode() {
      byte[] pixels = new byte[planes.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = planes[i % CHANNELS * PLANE + i / CHANNELS];
      }
      return new DecodedImage(SIDE, SIDE, CHANNELS, pixels);
    }
  }

  /** Opens a data set where it lies, or one that is brought here as an archive. */
  static DatasetFormat open(DatasetOrigin.Cifar cifar, DatasetSpec spec, Sources sources) {
    Path folder = sources.folder(cifar.source(), cifar.sha256());
    return FolderFormat.find(folder, spec, CifarFolder::new);
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public String expected(String split) {
    return "'" + split + "*.bin'";
  }

  @Override
  public boolean has(String split) {
    return !files(split).isEmpty();
  }

  @Override
  public Split read(String split) {
    try {
      List<String> classes =
          Files.readAllLines(root.resolve(NAMES)).stream().filter(line -> !line.isBlank()).toList();
      List<LabelledImage> images = new ArrayList<>();
      for (Path file : files(split)) {
        addAll(file, classes.size(), images);
      }
      return new Split(classes, images);
    } catch (IOException e) {
      throw new DatasetException("The data set in " + root + " cannot be read: " + e, e);
    }
  }

  private static void addAll(Path file, int classes, List<LabelledImage> images)
      throws IOException {
    byte[] records = Files.readAllBytes(file);
    for (int at = 0; at < records.length; at += RECORD) {
      int label = records[at] & 0xff;
      if (label >= classes || at + RECORD > records.length) {
        throw new DatasetException(
            "%s is no CIFAR-10 file of %d classes: see its byte %,d".formatted(file, classes, at));
      }
      String name = file.getFileName() + "/" + at / RECORD;
      byte[] planes = Arrays.copyOfRange(records, at + 1, at + RECORD);
      images.add(new LabelledImage(new Image(name, planes), label));
    }
  }

  private List<Path> files(String split) {
    return SortedListing.list(
        root,
        file -> {
          String name = file.getFileName().toString();
          return name.startsWith(split) && name.endsWith(".bin");
        });
  }
}
