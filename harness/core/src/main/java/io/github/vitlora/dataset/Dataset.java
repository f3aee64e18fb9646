package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.source.Sources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Lists a data set that is unpacked on this machine and agrees with its descriptor. */
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
    DatasetFormat format = DatasetFormat.open(spec, sources);
    Split train = format.read(spec.train());
    Split test = format.read(spec.test());
    requireSameClasses(spec, train, test);
    requireDeclaredClasses(spec, format.place(), train.classNames().size());
    return new Dataset(spec, format.place(), train, test);
  }

  /**
   * Counts the classes: as many as the descriptor declares or the origin is known to have, else as
   * many as the training split has, for which the data set is brought here but no image is looked
   * at.
   */
  public static int countClasses(DatasetSpec spec, Sources sources) {
    return spec.classes()
        .or(spec.origin()::classCount)
        .orElseGet(() -> DatasetFormat.open(spec, sources).countClasses(spec.train()));
  }

  /** Returns where the data set lies, for messages. */
  public String place() {
    return place;
  }

  /** Returns the names of the classes; the index is the label. */
  public List<String> classNames() {
    return train.classNames();
  }

  /** Returns the images of a trial of that seed. */
  public DatasetSplits splits(long seed) {
    return DatasetSplits.choose(spec, train, test, new RandomStreams(seed));
  }

  /** Returns how many images of each class a trial of that seed is tested on, by label. */
  public Map<String, Integer> testPerClass(long seed) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    classNames().forEach(name -> counts.put(name, 0));
    splits(seed)
        .test()
        .forEach(image -> counts.merge(classNames().get(image.label()), 1, Integer::sum));
    return counts;
  }

  /** Returns the images of the test split by their names. */
  public Map<String, StoredImage> testImages() {
    Map<String, StoredImage> images = new HashMap<>();
    test.images().forEach(one -> images.put(one.image().name(), one.image()));
    return images;
  }

  private static void requireSameClasses(DatasetSpec spec, Split train, Split test) {
    if (!train.classNames().equals(test.classNames())) {
      TreeSet<String> onlyTrain = new TreeSet<>(train.classNames());
      test.classNames().forEach(onlyTrain::remove);
      TreeSet<String> onlyTest = new TreeSet<>(test.classNames());
      train.classNames().forEach(onlyTest::remove);
      throw new DatasetException(
          "The splits have different classes: only '%s' has %s, only '%s' has %s"
              .formatted(spec.train(), onlyTrain, spec.test(), onlyTest));
    }
  }

  private static void requireDeclaredClasses(DatasetSpec spec, String place, int found) {
    if (spec.classes().isPresent() && spec.classes().get() != found) {
      throw new DatasetException(
          "The descriptor declares %s classes and '%s' in %s has %s"
              .formatted(spec.classes().get(), spec.train(), place, found));
    }
  }
}
