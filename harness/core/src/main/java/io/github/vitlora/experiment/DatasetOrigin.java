package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.vitlora.io.Range;
import java.math.BigDecimal;
import java.util.Optional;

/** Where a data set is found, and in which form. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DatasetOrigin.Archive.class, name = "archive"),
  @JsonSubTypes.Type(value = DatasetOrigin.Directory.class, name = "directory"),
  @JsonSubTypes.Type(value = DatasetOrigin.Idx.class, name = "idx"),
  @JsonSubTypes.Type(value = DatasetOrigin.Builtin.class, name = "builtin"),
  @JsonSubTypes.Type(value = DatasetOrigin.Fractals.class, name = "fractals"),
  @JsonSubTypes.Type(value = DatasetOrigin.Rotations.class, name = "rotations"),
  @JsonSubTypes.Type(value = DatasetOrigin.HeldOut.class, name = "heldOut")
})
public sealed interface DatasetOrigin {

  /** The origin in a few words for people. */
  String describe();

  /**
   * A packed folder of class folders (tar, tar.gz, tar.bz2 or zip).
   *
   * @param source where the archive comes from
   * @param sha256 its checksum in lower-case hexadecimal, where the descriptor gives one
   */
  record Archive(String source, Optional<String> sha256) implements DatasetOrigin {
    @Override
    public String describe() {
      return source;
    }
  }

  /**
   * A folder of class folders on this machine.
   *
   * @param path absolute path
   */
  record Directory(String path) implements DatasetOrigin {
    @Override
    public String describe() {
      return path;
    }
  }

  /**
   * IDX files, which MNIST and its likes come in: grey images and their labels.
   *
   * @param source a folder on this machine that holds them, or an archive
   * @param sha256 the archive's checksum in lower-case hexadecimal, where the descriptor gives one
   */
  record Idx(String source, Optional<String> sha256) implements DatasetOrigin {
    @Override
    public String describe() {
      return source;
    }
  }

  /**
   * A data set that ships with the harness.
   *
   * @param name one that {@link BuiltinDataset#named} knows
   */
  record Builtin(String name) implements DatasetOrigin {
    @Override
    public String describe() {
      return "the built-in data set " + name;
    }
  }

  /**
   * Drawn fractals, each class an iterated function system (Kataoka et al. 2020, arXiv:2101.08515):
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
  }

  /**
   * Other images, each as it is and turned by one, two and three quarters; the turn is the class
   * (Gidaris et al. 2018, arXiv:1803.07728). What the images show is not looked at.
   *
   * @param of where the images come from
   */
  record Rotations(DatasetOrigin of) implements DatasetOrigin {
    @Override
    public String describe() {
      return "four rotations each of " + of.describe();
    }
  }

  /**
   * Images that nobody split: a share of each class is held out for testing, the same images in
   * every trial.
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

    private String percent() {
      return BigDecimal.valueOf(testFraction)
          .movePointRight(2)
          .stripTrailingZeros()
          .toPlainString();
    }
  }
}
