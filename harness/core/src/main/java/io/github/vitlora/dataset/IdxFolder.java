package io.github.vitlora.dataset;

import io.github.vitlora.experiment.BuiltinDataset;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.source.Sources;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads grey images and their labels as MNIST has them, from two IDX files a split: {@code
 * train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, plain or with {@code .gz}.
 *
 * <p>Classes are the labels that occur, in ascending order; images are listed in the order of the
 * file.
 *
 * @param root folder of the data set
 * @param names of the labels 0, 1, ...; where there are none a class is named by its label
 */
record IdxFolder(Path root, Optional<List<String>> names) implements FolderFormat {
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";
  private static final int LABEL_VALUES = 256;

  /** Opens a data set whose labels have no names. */
  static DatasetFormat open(DatasetOrigin.Idx idx, DatasetSpec spec, Sources sources) {
    Path folder = sources.folder(idx.source(), idx.sha256());
    return FolderFormat.find(folder, spec, root -> new IdxFolder(root, Optional.empty()));
  }

  /** Opens a data set that ships with the harness. */
  static DatasetFormat open(DatasetOrigin.Builtin origin, DatasetSpec spec, Sources sources) {
    BuiltinDataset builtin =
        BuiltinDataset.named(origin.name())
            .orElseThrow(
                () ->
                    new DatasetException(
                        "There is no built-in data set '%s'; there are %s"
                            .formatted(origin.name(), String.join(", ", BuiltinDataset.names()))));
    Path folder = sources.unpack(builtin.source(), Optional.of(builtin.sha256()));
    return FolderFormat.find(
        folder, spec, root -> new IdxFolder(root, Optional.of(builtin.classNames())));
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public String expected(String split) {
    return "'" + split + IMAGES + "' and '" + split + LABELS + "' (or with .gz)";
  }

  @Override
  public boolean has(String split) {
    return file(split + IMAGES).isPresent() && file(split + LABELS).isPresent();
  }

  @Override
  public Split read(String split) {
    IdxFile images = IdxFile.read(require(split + IMAGES), 3);
    IdxFile labels = IdxFile.read(require(split + LABELS), 1);
    int count = images.sizes()[0];
    if (labels.sizes()[0] != count) {
      throw new DatasetException(
          "%s has %,d images and %s has %,d labels: each image has one. They are not of one split"
              .formatted(images.file(), count, labels.file(), labels.sizes()[0]));
    }
    List<Integer> classes = classes(labels);
    List<LabelledImage> listed = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int label = classes.indexOf(labels.values()[i] & 0xff);
      listed.add(new LabelledImage(new IdxImage(images, split, i), label));
    }
    return new Split(classes.stream().map(this::name).toList(), listed);
  }

  @Override
  public int countClasses(String split) {
    return classes(IdxFile.read(require(split + LABELS), 1)).size();
  }

  private static List<Integer> classes(IdxFile labels) {
    boolean[] occurs = new boolean[LABEL_VALUES];
    for (byte label : labels.values()) {
      occurs[label & 0xff] = true;
    }
    List<Integer> classes =
        IntStream.range(0, LABEL_VALUES).filter(label -> occurs[label]).boxed().toList();
    if (classes.size() < 2) {
      throw new DatasetException(
          "%s has no label but %d: at least two classes are needed"
              .formatted(labels.file(), classes.get(0)));
    }
    return classes;
  }

  private String name(int label) {
    return names.map(known -> known.get(label)).orElseGet(() -> Integer.toString(label));
  }

  private Path require(String name) {
    return file(name)
        .orElseThrow(
            () ->
                new DatasetException(
                    "The data set has no file '%s' or '%s.gz': %s"
                        .formatted(name, name, SortedListing.describe(root))));
  }

  private Optional<Path> file(String name) {
    return Stream.of(root.resolve(name), root.resolve(name + ".gz"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Decodes one of the grey images of an IDX file, which is in memory.
   *
   * @param file its dimensions are count, height and width
   * @param split that the file holds
   * @param index of this image, from 0
   */
  record IdxImage(IdxFile file, String split, int index) implements StoredImage {
    @Override
    public String name() {
      return split + "/" + index;
    }

    /** Gives its height and width, which the file has once for all, and its pixels. */
    @Override
    public InputStream open() {
      DecodedImage image = decode();
      ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + image.pixels().length);
      bytes.putInt(image.height()).putInt(image.width()).put(image.pixels());
      return new ByteArrayInputStream(bytes.array());
    }

    @Override
    public DecodedImage decode() {
      int height = file.sizes()[1];
      int width = file.sizes()[2];
      int from = index * height * width;
      byte[] pixels = Arrays.copyOfRange(file.values(), from, from + height * width);
      return new DecodedImage(width, height, 1, pixels);
    }
  }
}
