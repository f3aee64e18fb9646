package io.github.vitlora.dataset;

import io.github.vitlora.experiment.BuiltinDataset;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.source.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** A data set on this machine: unpacked, listed, and found to agree with its descriptor. */
public final class Dataset {

  private final DatasetSpec spec;
  private final String place;
  private final Split train;
  private final Split test;

  private Dataset(DatasetSpec spec, String place, Split train, Split test) {
    this.spec = spec;
    this.place = place;
    this.train = train;
    this.test = test;
  }

  /**
   * Brings the data set here and lists it; no image is decoded.
   *
   * @throws DatasetException if the folders or files are not as the descriptor says
   * @throws io.github.vitlora.source.SourceException if its archive cannot be had or unpacked
   */
  public static Dataset open(DatasetSpec spec, Sources sources) {
    Layout layout = layout(spec, sources);
    Split train = layout.read(spec.train());
    Split test = layout.read(spec.test());
    requireSameClasses(spec, train, test);
    requireDeclaredClasses(spec, layout.place(), train.classNames().size());
    return new Dataset(spec, layout.place(), train, test);
  }

  /**
   * The number of classes: as the descriptor declares it, else as many as the training split has,
   * for which the data set is brought here but no image is looked at.
   */
  public static int countClasses(DatasetSpec spec, Sources sources) {
    return spec.classes().orElseGet(() -> layout(spec, sources).countClasses(spec.train()));
  }

  /** Where the data set lies, for messages. */
  public String place() {
    return place;
  }

  /** Names of the classes; the index is the label. */
  public List<String> classNames() {
    return train.classNames();
  }

  /** The images of a trial of that seed. */
  public DatasetSplits splits(long seed) {
    return DatasetSplits.choose(spec, train, test, new RandomStreams(seed));
  }

  /** The images of the test split by their names. */
  public Map<String, StoredImage> testImages() {
    Map<String, StoredImage> images = new HashMap<>();
    test.images().forEach(one -> images.put(one.image().name(), one.image()));
    return images;
  }

  private static Layout layout(DatasetSpec spec, Sources sources) {
    return layout(spec.origin(), spec, sources);
  }

  private static Layout layout(DatasetOrigin origin, DatasetSpec spec, Sources sources) {
    if (origin instanceof DatasetOrigin.Rotations rotations) {
      return new RotatedLayout(layout(rotations.of(), spec, sources));
    }
    if (origin instanceof DatasetOrigin.HeldOut heldOut) {
      // Its one split is all there is to find.
      DatasetSpec unsplit = spec.with(whole -> whole.origin(heldOut.of()).test(spec.train()));
      return new HeldOutLayout(
          layout(heldOut.of(), unsplit, sources), spec.train(), heldOut.testFraction());
    }
    if (origin instanceof DatasetOrigin.Fractals fractals) {
      return new FractalClasses(fractals.classes(), spec);
    }
    if (origin instanceof DatasetOrigin.Archive archive) {
      Path folder = sources.unpack(archive.source(), archive.sha256());
      return locate(folder, spec, ImageFolder::new);
    }
    if (origin instanceof DatasetOrigin.Directory directory) {
      Path folder = Path.of(directory.path());
      if (!Files.isDirectory(folder)) {
        throw new DatasetException("The data set's folder is not there: " + folder);
      }
      return locate(folder, spec, ImageFolder::new);
    }
    if (origin instanceof DatasetOrigin.Idx idx) {
      Path folder = sources.folder(idx.source(), idx.sha256());
      return locate(folder, spec, root -> new IdxFolder(root, Optional.empty()));
    }
    BuiltinDataset builtin = builtin(((DatasetOrigin.Builtin) origin).name());
    Path folder = sources.unpack(builtin.source(), Optional.of(builtin.sha256()));
    return locate(folder, spec, root -> new IdxFolder(root, Optional.of(builtin.classNames())));
  }

  private static BuiltinDataset builtin(String name) {
    return BuiltinDataset.named(name)
        .orElseThrow(
            () ->
                new DatasetException(
                    "There is no built-in data set '%s'; there are %s"
                        .formatted(name, String.join(", ", BuiltinDataset.names()))));
  }

  /** Archives usually wrap everything in one folder of their own name. */
  private static Layout locate(Path folder, DatasetSpec spec, Function<Path, Layout> layout) {
    Layout direct = layout.apply(folder);
    if (hasSplits(direct, spec)) {
      return direct;
    }
    List<Path> folders = FolderNames.list(folder, Files::isDirectory);
    Path inside = folders.size() == 1 ? folders.get(0) : folder;
    Layout shown = layout.apply(inside);
    if (hasSplits(shown, spec)) {
      return shown;
    }
    if (spec.train().equals(spec.test())) {
      throw new DatasetException(
          "The data set has not got %s: %s. Name the folder of its class folders by the data set's train attribute"
              .formatted(shown.expected(spec.train()), FolderNames.describe(inside)));
    }
    throw new DatasetException(
        "The data set has not got %s and %s side by side: %s. Name its splits by the data set's train and test attributes, or hold a testFraction out where it has none"
            .formatted(
                shown.expected(spec.train()),
                shown.expected(spec.test()),
                FolderNames.describe(inside)));
  }

  private static boolean hasSplits(Layout layout, DatasetSpec spec) {
    return layout.has(spec.train()) && layout.has(spec.test());
  }

  private static void requireSameClasses(DatasetSpec spec, Split train, Split test) {
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

  private static void requireDeclaredClasses(DatasetSpec spec, String place, int found) {
    if (spec.classes().isPresent() && spec.classes().get() != found) {
      throw new DatasetException(
          "The descriptor declares "
              + spec.classes().get()
              + " classes and '"
              + spec.train()
              + "' in "
              + place
              + " has "
              + found);
    }
  }
}
