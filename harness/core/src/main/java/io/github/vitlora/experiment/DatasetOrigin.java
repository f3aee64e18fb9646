package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.vitlora.io.Range;
import io.github.vitlora.source.NeededSource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says where a data set is found, and in which form. An origin answers for itself; how its images
 * are read is known to the format that {@code dataset.DatasetFormat} has for it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DatasetOrigin.Archive.class, name = "archive"),
  @JsonSubTypes.Type(value = DatasetOrigin.Directory.class, name = "directory"),
  @JsonSubTypes.Type(value = DatasetOrigin.Idx.class, name = "idx"),
  @JsonSubTypes.Type(value = DatasetOrigin.Builtin.class, name = "builtin"),
  @JsonSubTypes.Type(value = DatasetOrigin.Fractals.class, name = "fractals"),
  @JsonSubTypes.Type(value = DatasetOrigin.Rotations.class, name = "rotations"),
  @JsonSubTypes.Type(value = DatasetOrigin.HeldOut.class, name = "heldOut"),
  @JsonSubTypes.Type(value = DatasetOrigin.Labelled.class, name = "labelled")
})
public sealed interface DatasetOrigin {
  /** Describes the origin in a few words for people. */
  String describe();

  /** Lists what has to be brought from elsewhere. */
  default List<NeededSource> sources() {
    return List.of();
  }

  /**
   * Names other places for what is brought from elsewhere.
   *
   * @param places gives each of the sources its place
   */
  default DatasetOrigin withSources(Function<NeededSource, String> places) {
    return this;
  }

  /** Names the training split as people do in this form, for descriptors that do not. */
  default String trainSplit() {
    return "train";
  }

  /** Names the test split likewise. */
  default String testSplit() {
    return "val";
  }

  /** Names the one split of a data set in this form that nobody split. */
  default String onlySplit() {
    return ".";
  }

  /** Tells the number of classes where it is known without a look at the data. */
  default Optional<Integer> classCount() {
    return Optional.empty();
  }

  /**
   * Names a packed folder of class folders (tar, tar.gz, tar.bz2 or zip).
   *
   * @param source where the archive comes from
   * @param sha256 its checksum in lower-case hexadecimal, where the descriptor gives one
   */
  record Archive(String source, Optional<String> sha256) implements DatasetOrigin {
    @Override
    public String describe() {
      return source;
    }

    @Override
    public List<NeededSource> sources() {
      return List.of(new NeededSource("archive", NeededSource.Form.ARCHIVE, source, sha256));
    }

    @Override
    public Archive withSources(Function<NeededSource, String> places) {
      return new Archive(places.apply(sources().get(0)), sha256);
    }
  }

  /**
   * Names a folder of class folders on this machine.
   *
   * @param path absolute path
   */
  record Directory(String path) implements DatasetOrigin {
    @Override
    public String describe() {
      return path;
    }

    @Override
    public List<NeededSource> sources() {
      return List.of(
          new NeededSource("directory", NeededSource.Form.FOLDER, path, Optional.empty()));
    }

    @Override
    public Directory withSources(Function<NeededSource, String> places) {
      return new Directory(places.apply(sources().get(0)));
    }
  }

  /**
   * Names IDX files, which MNIST and its likes come in: grey images and their labels.
   *
   * @param source a folder on this machine that holds them, or an archive
   * @param sha256 the archive's checksum in lower-case hexadecimal, where the descriptor gives one
   */
  record Idx(String source, Optional<String> sha256) implements DatasetOrigin {
    @Override
    public String describe() {
      return source;
    }

    @Override
    public List<NeededSource> sources() {
      return List.of(
          new NeededSource("idx files", NeededSource.Form.FOLDER_OR_ARCHIVE, source, sha256));
    }

    @Override
    public Idx withSources(Function<NeededSource, String> places) {
      return new Idx(places.apply(sources().get(0)), sha256);
    }

    @Override
    public String testSplit() {
      return "t10k";
    }

    @Override
    public String onlySplit() {
      return trainSplit();
    }
  }

  /**
   * Names a data set that ships with the harness.
   *
   * @param name one that {@link BuiltinDataset#named} knows
   */
  record Builtin(String name) implements DatasetOrigin {
    @Override
    public String describe() {
      return "the built-in data set " + name;
    }

    @Override
    public List<NeededSource> sources() {
      return BuiltinDataset.named(name)
          .map(
              set ->
                  new NeededSource(
                      "archive",
                      NeededSource.Form.ARCHIVE,
                      set.source(),
                      Optional.of(set.sha256())))
          .stream()
          .toList();
    }

    @Override
    public String testSplit() {
      return "t10k";
    }

    @Override
    public Optional<Integer> classCount() {
      return BuiltinDataset.named(name).map(set -> set.classNames().size());
    }
  }

  /**
   * Draws fractals, each class an iterated function system (Kataoka et al. 2020, arXiv:2101.08515):
   * data for pretraining that nobody had to collect.
   *
   * @param classes how many systems
   */
  record Fractals(int classes) implements DatasetOrigin {
    /** Checks the number. */
    public Fractals {
      Range.CLASSES.require("fractals", classes);
    }

    @Override
    public String describe() {
      return "drawn fractals of " + classes + " classes";
    }

    @Override
    public Optional<Integer> classCount() {
      return Optional.of(classes);
    }
  }

  /**
   * Shows other images, each as it is and turned by one, two and three quarters; the turn is the
   * class (Gidaris et al. 2018, arXiv:1803.07728). What the images show is not looked at.
   *
   * @param of where the images come from
   */
  record Rotations(DatasetOrigin of) implements DatasetOrigin {
    /** Names the turns, in their order. */
    public static final List<String> CLASSES = List.of("0°", "90°", "180°", "270°");

    @Override
    public String describe() {
      return "four rotations each of " + of.describe();
    }

    @Override
    public List<NeededSource> sources() {
      return of.sources();
    }

    @Override
    public Rotations withSources(Function<NeededSource, String> places) {
      return new Rotations(of.withSources(places));
    }

    @Override
    public String trainSplit() {
      return of.trainSplit();
    }

    @Override
    public String testSplit() {
      return of.testSplit();
    }

    @Override
    public Optional<Integer> classCount() {
      return Optional.of(CLASSES.size());
    }
  }

  /**
   * Takes the classes of images from a table, wherever in the data set they lie.
   *
   * @param of where the images come from: an archive or a folder
   * @param table has a row for each image
   */
  record Labelled(DatasetOrigin of, LabelTable table) implements DatasetOrigin {
    @Override
    public String describe() {
      return "%s, labelled by %s".formatted(of.describe(), table.file());
    }

    @Override
    public List<NeededSource> sources() {
      return of.sources();
    }

    @Override
    public Labelled withSources(Function<NeededSource, String> places) {
      return new Labelled(of.withSources(places), table);
    }

    @Override
    public String testSplit() {
      return "test";
    }
  }

  /**
   * Holds out a share of each class of images that nobody split, the same images in every trial.
   *
   * @param of where the images come from
   * @param testFraction the share, in (0, 1)
   */
  record HeldOut(DatasetOrigin of, double testFraction) implements DatasetOrigin {
    /** Names the images held out, where other data sets have the name of their test split. */
    public static final String TEST = "held out";

    /** Checks the share. */
    public HeldOut {
      Range.FRACTION.require("testFraction", testFraction);
    }

    @Override
    public String describe() {
      return of.describe() + ", " + percent() + " % of each class held out for testing";
    }

    @Override
    public List<NeededSource> sources() {
      return of.sources();
    }

    @Override
    public HeldOut withSources(Function<NeededSource, String> places) {
      return new HeldOut(of.withSources(places), testFraction);
    }

    @Override
    public String trainSplit() {
      return of.onlySplit();
    }

    @Override
    public String testSplit() {
      return TEST;
    }

    @Override
    public Optional<Integer> classCount() {
      return of.classCount();
    }

    private String percent() {
      return BigDecimal.valueOf(testFraction)
          .movePointRight(2)
          .stripTrailingZeros()
          .toPlainString();
    }
  }
}
