package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.source.Sources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Lists a data set that is unpacked on this machine and agrees with its descriptor. */
public final class Dataset {
  private final DatasetSpec spec;
  private final String place;
  private final Split train;
  private final Optional<Split> validation;
  private final Split test;

  private Dataset(
      DatasetSpec spec, String place, Split train, Optional<Split> validation, Split test) {
    this.spec = spec;
    this.place = place;
    this.train = train;
    this.validation = validation;
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
    Set<String> leftOut = Set.copyOf(spec.options().leftOut());
    Split train = format.read(spec.train()).without(leftOut);
    requireDeclaredClasses(spec, format.place(), train.classNames().size());
    requireEveryClass(spec, train);
    Optional<Split> validation =
        spec.options().validation().map(name -> like(train, spec, name, format, leftOut));
    Split test = like(train, spec, spec.test(), format, leftOut);
    Groups.requireApart(spec.train(), train, spec.test(), test);
    validation.ifPresent(
        split -> {
          Groups.requireApart(spec.train(), train, spec.options().validation().get(), split);
          Groups.requireApart(spec.options().validation().get(), split, spec.test(), test);
        });
    return new Dataset(spec, format.place(), train, validation, test);
  }

  /** Reads a split that has the classes of the training split, with their labels. */
  private static Split like(
      Split train, DatasetSpec spec, String name, DatasetFormat format, Set<String> leftOut) {
    Split split = format.read(name).without(leftOut);
    requireSameClasses(spec, train, name, split);
    return split.labelledBy(train.classNames());
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
    return DatasetSplits.choose(spec, train, validation, test, new RandomStreams(seed));
  }

  /** Returns all images by the names of their splits, whatever a trial uses of them. */
  public Map<String, List<LabelledImage>> images() {
    Map<String, List<LabelledImage>> splits = new LinkedHashMap<>();
    splits.put(spec.train(), train.images());
    validation.ifPresent(split -> splits.put(spec.options().validation().get(), split.images()));
    splits.put(spec.test(), test.images());
    return splits;
  }

  /** Returns the files that might be taken for images and are not used, with the reasons. */
  public List<Finding> leftOut() {
    return Stream.of(Optional.of(train), validation, Optional.of(test))
        .flatMap(Optional::stream)
        .flatMap(split -> split.leftOut().stream())
        .distinct()
        .toList();
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

  private static void requireSameClasses(DatasetSpec spec, Split train, String name, Split split) {
    TreeSet<String> onlyTrain = new TreeSet<>(train.classNames());
    split.classNames().forEach(onlyTrain::remove);
    TreeSet<String> onlySplit = new TreeSet<>(split.classNames());
    train.classNames().forEach(onlySplit::remove);
    if (!onlySplit.isEmpty() || !onlyTrain.isEmpty() && !spec.options().missingTestClasses()) {
      throw new DatasetException(
          "The splits have different classes: only '%s' has %s, only '%s' has %s%s"
              .formatted(
                  spec.train(),
                  onlyTrain,
                  name,
                  onlySplit,
                  onlySplit.isEmpty()
                      ? ". If the images of these classes are missing on purpose, set missingTestClasses=\"allow\""
                      : ""));
    }
  }

  private static void requireEveryClass(DatasetSpec spec, Split train) {
    List<List<LabelledImage>> classes = train.byClass();
    for (int label = 0; label < classes.size(); label++) {
      if (classes.get(label).isEmpty()) {
        throw new DatasetException(
            "The class '%s' of the split '%s' has no image left: none of its images can be read"
                .formatted(train.classNames().get(label), spec.train()));
      }
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
