package io.github.vitlora.experiment;

import java.util.List;
import java.util.Optional;

/**
 * Names a data set that ships with the harness, as an archive of IDX files.
 *
 * @param name by which descriptors know it
 * @param source of the archive
 * @param sha256 the archive's checksum
 * @param classNames of the labels 0, 1, ...
 */
public record BuiltinDataset(String name, String source, String sha256, List<String> classNames) {
  /**
   * Names the first 200 training and 100 test images of each of the ten classes of Fashion-MNIST
   * (Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747).
   */
  public static final BuiltinDataset FASHION_MNIST_3000 =
      new BuiltinDataset(
          "fashion-mnist-3000",
          "classpath:io/github/vitlora/data/fashion-mnist-3000/fashion-mnist-3000.tar.bz2",
          "7abde00fa2d725f262ab18ec4aa3e11e37867cb42dfbcd1395c1faa35b25e6f1",
          List.of(
              "T-shirt/top",
              "Trouser",
              "Pullover",
              "Dress",
              "Coat",
              "Sandal",
              "Shirt",
              "Sneaker",
              "Bag",
              "Ankle boot"));

  private static final List<BuiltinDataset> ALL = List.of(FASHION_MNIST_3000);

  /** Copies the list. */
  public BuiltinDataset {
    classNames = List.copyOf(classNames);
  }

  /** Returns the data set of this name, if there is one. */
  public static Optional<BuiltinDataset> named(String name) {
    return ALL.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /** Returns all names that {@link #named} knows. */
  public static List<String> names() {
    return ALL.stream().map(BuiltinDataset::name).toList();
  }
}
