package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.DatasetElement;
import io.github.vitlora.descriptor.DescriptorElements.TransformElement;
import io.github.vitlora.experiment.BuiltinDataset;
import io.github.vitlora.experiment.SourceReference;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Architecture;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks where the images come from and whether their transform fits the architecture. */
final class DatasetChecks {

  private final Problems problems;
  private final Path base;
  private final Optional<Architecture> architecture;

  DatasetChecks(Problems problems, Path base, Optional<Architecture> architecture) {
    this.problems = problems;
    this.base = base;
    this.architecture = architecture;
  }

  void check(DatasetElement dataset) {
    checkOrigin(dataset);
    checkFolder(dataset, "train", dataset.train);
    checkFolder(dataset, "test", dataset.test);
    if (dataset.testFraction != null) {
      checkTestFraction(dataset);
    } else {
      checkSplitsDiffer(dataset);
    }
    if (dataset.transform != null) {
      checkTransform(dataset.transform);
    }
    if (dataset.augmentation != null) {
      new AugmentationChecks(problems, dataset, architecture).check(dataset.augmentation);
    }
  }

  private void checkOrigin(DatasetElement dataset) {
    List<String> given =
        Stream.of("archive", "directory", "idx", "builtin", "fractals")
            .filter(dataset.tag.attributes()::containsKey)
            .toList();
    if (given.size() != 1) {
      add(
          dataset.place(),
          "<dataset> takes exactly one of archive, directory, idx, builtin and fractals, but has "
              + (given.isEmpty() ? "none" : String.join(" and ", given)));
    }
    if (dataset.sha256 != null && !given.contains("archive") && !given.contains("idx")) {
      add(dataset.place("sha256"), "sha256 is the checksum of an archive: it goes only with one");
    }
    checkSource(dataset, "archive", dataset.archive);
    checkSource(dataset, "idx", dataset.idx);
    if (dataset.builtin != null) {
      checkBuiltin(dataset);
    }
    if (dataset.fractals != null) {
      checkFractals(dataset);
    }
    try {
      if (dataset.directory != null) {
        SourceReference.path(dataset.directory, base);
      }
    } catch (IllegalArgumentException e) {
      add(dataset.place("directory"), "the directory " + e.getMessage());
    }
  }

  private void checkSource(DatasetElement dataset, String attribute, String source) {
    try {
      if (source != null) {
        SourceReference.resolve(source, base);
      }
    } catch (IllegalArgumentException e) {
      add(dataset.place(attribute), "the source " + e.getMessage());
    }
  }

  private void checkBuiltin(DatasetElement dataset) {
    List<String> known = BuiltinDataset.names();
    if (!known.contains(dataset.builtin)) {
      add(
          dataset.place("builtin"),
          "the built-in data set %s is not known: known is %s%s"
              .formatted(
                  dataset.builtin,
                  String.join(", ", known),
                  Suggestions.hint(dataset.builtin, known)));
    }
    for (String split : List.of("train", "test")) {
      if (dataset.tag.attributes().containsKey(split)) {
        add(
            dataset.place(split),
            "%s goes with archive, directory and idx: a built-in data set knows its splits"
                .formatted(split));
      }
    }
  }

  private void checkFractals(DatasetElement dataset) {
    boolean limited =
        dataset.limit != null
            && dataset.limit.trainPerClass != null
            && dataset.limit.testPerClass != null;
    if (!limited) {
      add(
          dataset.place("fractals"),
          "any number of fractals can be drawn: say how many, with"
              + " <limit trainPerClass=\"100\" testPerClass=\"10\"/> for example");
    }
  }

  private void checkTestFraction(DatasetElement dataset) {
    if (dataset.testFraction <= 0) {
      add(
          dataset.place("testFraction"),
          "testFraction is the share of images that are tested on, 0.2 for example: leave it away"
              + " where the data set has a test split");
    }
    if (dataset.tag.attributes().containsKey("test")) {
      add(
          dataset.place("test"),
          "test names a test split, and testFraction holds one out of the images of train: there"
              + " can be one of the two");
    }
    if (dataset.builtin != null || dataset.fractals != null) {
      add(
          dataset.place("testFraction"),
          "testFraction goes with archive, directory and idx: this data set has a test split");
    }
  }

  private void checkSplitsDiffer(DatasetElement dataset) {
    String train = dataset.train == null ? "train" : dataset.train;
    if (dataset.test != null && isWithinRoot(train) && isWithinRoot(dataset.test)) {
      Path tested = Path.of(dataset.test).normalize();
      if (Path.of(train).normalize().equals(tested)) {
        add(
            dataset.place("test"),
            ("test \"%s\" is what is trained on, and says nothing of other images: name another"
                    + " split, or hold a part out with testFraction=\"0.2\"")
                .formatted(dataset.test));
      }
    }
  }

  private void checkFolder(DatasetElement dataset, String attribute, String folder) {
    if (folder == null) {
      return;
    }
    if (!isWithinRoot(folder)) {
      add(
          dataset.place(attribute),
          "%s \"%s\" is not allowed: a split lies below the data set's root, %s for example"
              .formatted(attribute, folder, attribute));
    }
  }

  private static boolean isWithinRoot(String folder) {
    try {
      Path path = Path.of(folder);
      return !path.isAbsolute()
          && path.getRoot() == null
          && Stream.iterate(path, Objects::nonNull, Path::getParent)
              .noneMatch(p -> p.getFileName().toString().equals(".."));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void checkTransform(TransformElement transform) {
    if (transform.crop != null) {
      checkCrop(transform);
    }
    checkChannels(transform);
  }

  private void checkCrop(TransformElement transform) {
    if (transform.resize != null && transform.crop > transform.resize) {
      add(
          transform.place("crop"),
          "crop %s is larger than the image, which resize brings to %s"
              .formatted(transform.crop, transform.resize));
    }
    architecture
        .filter(a -> a.imageSize() != transform.crop)
        .ifPresent(
            a ->
                add(
                    transform.place("crop"),
                    "crop %s does not fit %s, whose images measure %s"
                        .formatted(transform.crop, a.name(), a.imageSize())));
  }

  private void checkChannels(TransformElement transform) {
    checkChannels(transform, "mean", transform.mean);
    checkChannels(transform, "std", transform.std);
    if (architecture.isEmpty()
        && transform.mean != null
        && transform.std != null
        && transform.mean.size() != transform.std.size()) {
      add(
          transform.place("std"),
          "std and mean take as many numbers as each other, but have %s and %s"
              .formatted(transform.std.size(), transform.mean.size()));
    }
  }

  private void checkChannels(TransformElement transform, String attribute, List<Float> values) {
    if (values == null) {
      return;
    }
    architecture
        .filter(a -> a.channels() != values.size())
        .ifPresent(
            a ->
                add(
                    transform.place(attribute),
                    a.channels() == 1
                        ? "%s takes one number for %s, whose images are grey"
                            .formatted(attribute, a.name())
                        : "%s takes three numbers (red, green, blue) for %s, whose images are in colour"
                            .formatted(attribute, a.name())));
  }

  private void add(Place place, String message) {
    problems.add(place, message);
  }
}
