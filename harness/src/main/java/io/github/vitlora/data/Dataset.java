package io.github.vitlora.data;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.RandomStreams;
import io.github.vitlora.source.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** A data set on this machine: unpacked, listed, and found to agree with its descriptor. */
public final class Dataset {

  private final DatasetSpec spec;
  private final Path root;
  private final ImageFolder train;
  private final ImageFolder test;

  private Dataset(DatasetSpec spec, Path root, ImageFolder train, ImageFolder test) {
    this.spec = spec;
    this.root = root;
    this.train = train;
    this.test = test;
  }

  /**
   * Brings the data set here and lists it; no image is read.
   *
   * @throws DatasetException if the folders are not as the descriptor says
   * @throws io.github.vitlora.source.SourceException if its archive cannot be had or unpacked
   */
  public static Dataset open(DatasetSpec spec, Sources sources) {
    Path root = root(spec, sources);
    ImageFolder train = ImageFolder.scan(root, spec.train());
    ImageFolder test = ImageFolder.scan(root, spec.test());
    requireSameClasses(spec, train, test);
    requireDeclaredClasses(spec, root, train.classNames().size());
    return new Dataset(spec, root, train, test);
  }

  /**
   * The number of classes: as the descriptor declares it, else as many as the training split has
   * folders, for which the data set is brought here but no class is looked into.
   */
  public static int countClasses(DatasetSpec spec, Sources sources) {
    return spec.classes()
        .orElseGet(() -> ImageFolder.classFolders(root(spec, sources), spec.train()).size());
  }

  /** Where the data set comes from, in a few words for people. */
  public static String describe(DatasetSpec spec) {
    DatasetOrigin origin = spec.origin();
    if (origin instanceof DatasetOrigin.Archive archive) {
      return archive.source();
    }
    if (origin instanceof DatasetOrigin.Directory directory) {
      return directory.path();
    }
    return "built-in '" + ((DatasetOrigin.Builtin) origin).name() + "'";
  }

  /** The folder that holds the split folders. */
  public Path root() {
    return root;
  }

  /** Names of the classes; the index is the label. */
  public List<String> classNames() {
    return train.classNames();
  }

  /** The images of a trial of that seed. */
  public DatasetSplits splits(long seed) {
    return DatasetSplits.choose(spec, train, test, new RandomStreams(seed));
  }

  private static Path root(DatasetSpec spec, Sources sources) {
    DatasetOrigin origin = spec.origin();
    if (origin instanceof DatasetOrigin.Archive archive) {
      return splitParent(sources.unpack(archive.source(), archive.sha256()), spec);
    }
    if (origin instanceof DatasetOrigin.Directory directory) {
      Path folder = Path.of(directory.path());
      if (!Files.isDirectory(folder)) {
        throw new DatasetException("The data set's folder is not there: " + folder);
      }
      return splitParent(folder, spec);
    }
    throw new DatasetException(
        "There is no built-in data set '"
            + ((DatasetOrigin.Builtin) origin).name()
            + "'; this version has none. Name an archive or a directory");
  }

  /** Archives usually wrap everything in one folder of their own name. */
  private static Path splitParent(Path folder, DatasetSpec spec) {
    if (hasSplits(folder, spec)) {
      return folder;
    }
    List<Path> folders = FolderNames.list(folder, Files::isDirectory);
    if (folders.size() == 1 && hasSplits(folders.get(0), spec)) {
      return folders.get(0);
    }
    Path shown = folders.size() == 1 ? folders.get(0) : folder;
    throw new DatasetException(
        "The data set has no folders '"
            + spec.train()
            + "' and '"
            + spec.test()
            + "' side by side: "
            + FolderNames.describe(shown)
            + ". Name its folders by the data set's train and test attributes");
  }

  private static boolean hasSplits(Path folder, DatasetSpec spec) {
    return Files.isDirectory(folder.resolve(spec.train()))
        && Files.isDirectory(folder.resolve(spec.test()));
  }

  private static void requireSameClasses(DatasetSpec spec, ImageFolder train, ImageFolder test) {
    if (!train.classNames().equals(test.classNames())) {
      TreeSet<String> onlyTrain = new TreeSet<>(train.classNames());
      test.classNames().forEach(onlyTrain::remove);
      TreeSet<String> onlyTest = new TreeSet<>(test.classNames());
      train.classNames().forEach(onlyTest::remove);
      throw new DatasetException(
          "The splits have different classes: only '"
              + spec.train()
              + "' has "
              + onlyTrain
              + ", only '"
              + spec.test()
              + "' has "
              + onlyTest);
    }
  }

  private static void requireDeclaredClasses(DatasetSpec spec, Path root, int found) {
    if (spec.classes().isPresent() && spec.classes().get() != found) {
      throw new DatasetException(
          "The descriptor declares "
              + spec.classes().get()
              + " classes and "
              + root.resolve(spec.train())
              + " has "
              + found);
    }
  }
}
