package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.COUNT;
import static io.github.vitlora.descriptor.AttributeType.FRACTION;
import static io.github.vitlora.descriptor.AttributeType.NOT_NEGATIVE;
import static io.github.vitlora.descriptor.AttributeType.SHA256;
import static io.github.vitlora.descriptor.AttributeType.SLUG;
import static io.github.vitlora.descriptor.AttributeType.TEXT;
import static io.github.vitlora.descriptor.AttributeType.channels;
import static io.github.vitlora.descriptor.AttributeType.number;
import static io.github.vitlora.descriptor.AttributeType.oneOf;
import static io.github.vitlora.descriptor.AttributeType.two;
import static io.github.vitlora.descriptor.AttributeType.whole;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.BuiltinDataset;
import io.github.vitlora.experiment.DatasetOptions;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.LabelTable;
import io.github.vitlora.experiment.SourceReference;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.io.Range;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Architecture;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where the images come from, and how they are split, chosen, prepared and varied. */
final class DatasetReader {
  private static final List<String> ORIGINS =
      List.of("archive", "directory", "idx", "builtin", "fractals");
  private static final String TRAIN = "train";
  private static final String TEST = "test";
  private static final String VALIDATION = "validation";
  private static final String LABELS = "labels";

  /** Attributes that say how a table of labels is read. */
  private static final List<String> COLUMNS =
      List.of("imageColumn", "labelColumn", "splitColumn", "group");

  private final Element dataset;
  private final Path base;
  private final Optional<Architecture> architecture;
  private final Optional<String> archive;
  private final Optional<String> directory;
  private final Optional<String> idx;
  private final Optional<String> builtin;
  private final Optional<Integer> fractals;
  private final Optional<String> pretext;
  private final Optional<String> sha256;
  private final Optional<String> train;
  private final Optional<String> test;
  private final Optional<Double> validationFraction;
  private final Optional<Double> testFraction;
  private final Optional<Integer> classes;
  private final Optional<DatasetSpec.Limit> limit;
  private final Optional<TransformSpec> transform;
  private final Optional<AugmentationSpec> augmentation;
  private final Optional<Orientation> orientation;
  private final Optional<String> validation;
  private final Optional<String> labels;
  private final List<Optional<String>> columns;
  private final DatasetOptions options;
  private boolean limited;

  /**
   * Reads the element.
   *
   * @param base folder that relative paths start at
   * @param architecture empty where it is not known
   */
  DatasetReader(Element dataset, Path base, Optional<Architecture> architecture) {
    this.dataset = dataset;
    this.base = base;
    this.architecture = architecture;
    archive = dataset.optional("archive", TEXT);
    directory = dataset.optional("directory", TEXT);
    idx = dataset.optional("idx", TEXT);
    builtin = dataset.optional("builtin", SLUG);
    fractals = dataset.optional("fractals", whole(Range.CLASSES));
    pretext = dataset.optional("pretext", oneOf(List.of("rotation"), p -> p));
    orientation = dataset.optional("orientation", oneOf(Orientation.class), "apply");
    sha256 = dataset.optional("sha256", SHA256).map(hex -> hex.toLowerCase(Locale.ROOT));
    train = dataset.optional(TRAIN, TEXT);
    test = dataset.optional(TEST, TEXT);
    validation = dataset.optional(VALIDATION, TEXT);
    validationFraction =
        dataset.optional("validationFraction", FRACTION, dataset.has(VALIDATION) ? "0" : "0.1");
    testFraction = dataset.optional("testFraction", FRACTION);
    classes = dataset.optional("classes", whole(Range.CLASSES));
    labels = dataset.optional(LABELS, TEXT);
    columns = COLUMNS.stream().map(column -> dataset.optional(column, TEXT)).toList();
    options =
        new DatasetOptions(
            validation,
            dataset
                .optional("unreadable", oneOf(DatasetOptions.Unreadable.class), "fail")
                .orElse(DatasetOptions.Unreadable.FAIL),
            dataset
                .optional("duplicates", oneOf(DatasetOptions.Duplicates.class), "warn")
                .orElse(DatasetOptions.Duplicates.WARN),
            dataset
                .optional("missingTestClasses", oneOf(List.of("fail", "allow"), w -> w), "fail")
                .filter("allow"::equals)
                .isPresent(),
            List.of());
    limit = dataset.child("limit", this::limit).flatMap(l -> l);
    transform = dataset.requiredChild("transform", this::transform).flatMap(t -> t);
    augmentation = dataset.child("augmentation", this::augmentation).flatMap(a -> a);
    checkOrigin();
    checkFolder(TRAIN, train);
    checkFolder(TEST, test);
    checkFolder(VALIDATION, validation);
    checkLabels();
    checkValidation();
    if (dataset.has("testFraction")) {
      testFraction.ifPresent(this::checkTestFraction);
    } else {
      checkSplitsDiffer();
    }
  }

  /** Returns whether no training images are held out to decide by. */
  boolean leavesNoValidation() {
    return validation.isEmpty() && validationFraction.filter(share -> share == 0).isPresent();
  }

  DatasetSpec build() {
    DatasetOrigin origin = origin();
    return new DatasetSpec(
        origin,
        train.orElseGet(origin::trainSplit),
        test.orElseGet(origin::testSplit),
        validationFraction.orElseThrow(),
        limit.orElse(DatasetSpec.Limit.NONE),
        transform.orElseThrow(),
        classes,
        augmentation.orElse(AugmentationSpec.NONE),
        orientation.orElse(Orientation.APPLY),
        options);
  }

  private DatasetOrigin origin() {
    DatasetOrigin images =
        labels.isPresent()
            ? new DatasetOrigin.Labelled(
                images(),
                new LabelTable(
                    labels.get(), columns.get(0), columns.get(1), columns.get(2), columns.get(3)))
            : images();
    DatasetOrigin split =
        testFraction.isPresent() ? new DatasetOrigin.HeldOut(images, testFraction.get()) : images;
    return pretext.isPresent() ? new DatasetOrigin.Rotations(split) : split;
  }

  private DatasetOrigin images() {
    if (archive.isPresent()) {
      return new DatasetOrigin.Archive(SourceReference.resolve(archive.get(), base), sha256);
    }
    if (directory.isPresent()) {
      return new DatasetOrigin.Directory(SourceReference.path(directory.get(), base).toString());
    }
    if (idx.isPresent()) {
      return new DatasetOrigin.Idx(SourceReference.resolve(idx.get(), base), sha256);
    }
    return fractals.isPresent()
        ? new DatasetOrigin.Fractals(fractals.get())
        : new DatasetOrigin.Builtin(builtin.orElseThrow());
  }

  private void checkOrigin() {
    List<String> given = ORIGINS.stream().filter(dataset::has).toList();
    if (given.size() != 1) {
      dataset.refuse(
          "<dataset> takes exactly one of archive, directory, idx, builtin and fractals, but has "
              + (given.isEmpty() ? "none" : String.join(" and ", given)));
    }
    if (sha256.isPresent() && !given.contains("archive") && !given.contains("idx")) {
      dataset.refuse("sha256", "sha256 is the checksum of an archive: it goes only with one");
    }
    if (dataset.has("orientation") && !given.contains("archive") && !given.contains("directory")) {
      dataset.refuse(
          "orientation",
          "orientation is about how cameras were held, which image files alone say: it goes only"
              + " with archive or directory");
    }
    archive.ifPresent(source -> checkSource("archive", source));
    idx.ifPresent(source -> checkSource("idx", source));
    builtin.ifPresent(this::checkBuiltin);
    if (fractals.isPresent() && !limited) {
      dataset.refuse(
          "fractals",
          "any number of fractals can be drawn: say how many, with"
              + " <limit trainPerClass=\"100\" testPerClass=\"10\"/> for example");
    }
    try {
      directory.ifPresent(path -> SourceReference.path(path, base));
    } catch (IllegalArgumentException e) {
      dataset.refuse("directory", "the directory " + e.getMessage());
    }
  }

  private void checkSource(String attribute, String source) {
    try {
      SourceReference.resolve(source, base);
    } catch (IllegalArgumentException e) {
      dataset.refuse(attribute, "the source " + e.getMessage());
    }
  }

  private void checkBuiltin(String name) {
    List<String> known = BuiltinDataset.names();
    if (!known.contains(name)) {
      dataset.refuse(
          "builtin",
          "the built-in data set %s is not known: known is %s%s"
              .formatted(name, String.join(", ", known), Suggestions.hint(name, known)));
    }
    for (String split : List.of(TRAIN, TEST)) {
      if (dataset.has(split)) {
        dataset.refuse(
            split,
            "%s goes with archive, directory and idx: a built-in data set knows its splits"
                .formatted(split));
      }
    }
  }

  private void checkTestFraction(double share) {
    if (share <= 0) {
      dataset.refuse(
          "testFraction",
          "testFraction is the share of images that are tested on, 0.2 for example: leave it away"
              + " where the data set has a test split");
    }
    if (dataset.has(TEST)) {
      dataset.refuse(
          TEST,
          "test names a test split, and testFraction holds one out of the images of train: there"
              + " can be one of the two");
    }
    if (builtin.isPresent() || fractals.isPresent()) {
      dataset.refuse(
          "testFraction",
          "testFraction goes with archive, directory and idx: this data set has a test split");
    }
  }

  private void checkLabels() {
    if (labels.isPresent()) {
      if (!isWithinRoot(labels.get())) {
        dataset.refuse(
            LABELS,
            "labels \"%s\" is not allowed: the table lies below the data set's root, labels.csv for example"
                .formatted(labels.get()));
      }
      if (archive.isEmpty() && directory.isEmpty()) {
        dataset.refuse(
            LABELS,
            "labels is a table of images that have files: it goes with archive or directory");
      }
      return;
    }
    COLUMNS.stream()
        .filter(dataset::has)
        .findFirst()
        .ifPresent(
            column ->
                dataset.refuse(
                    column,
                    "%s names a column of the table of labels, which the attribute labels names"
                        .formatted(column)));
  }

  private void checkValidation() {
    if (validation.isEmpty()) {
      return;
    }
    if (dataset.has("validationFraction")) {
      dataset.refuse(
          VALIDATION,
          "validation names a split, and validationFraction holds one out of the training images: there can be one of the two");
    }
    if (builtin.isPresent() || fractals.isPresent() || pretext.isPresent()) {
      dataset.refuse(
          VALIDATION,
          "validation goes with archive, directory and idx: hold a validationFraction out of this data set");
    }
    if (validation.equals(test) || validation.equals(Optional.of(train.orElse(TRAIN)))) {
      dataset.refuse(
          VALIDATION,
          "validation \"%s\" is another split already: choosing by it would say nothing of other images"
              .formatted(validation.get()));
    }
  }

  private void checkSplitsDiffer() {
    String trained = train.orElse(TRAIN);
    test.filter(tested -> isWithinRoot(trained) && isWithinRoot(tested))
        .filter(tested -> Path.of(trained).normalize().equals(Path.of(tested).normalize()))
        .ifPresent(
            tested ->
                dataset.refuse(
                    TEST,
                    ("test \"%s\" is what is trained on, and says nothing of other images: name"
                            + " another split, or hold a part out with testFraction=\"0.2\"")
                        .formatted(tested)));
  }

  private void checkFolder(String attribute, Optional<String> folder) {
    folder
        .filter(name -> !isWithinRoot(name))
        .ifPresent(
            name ->
                dataset.refuse(
                    attribute,
                    "%s \"%s\" is not allowed: a split lies below the data set's root, %s for example"
                        .formatted(attribute, name, attribute)));
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

  private Optional<DatasetSpec.Limit> limit(Element e) {
    Optional<Integer> trained = e.optional("trainPerClass", COUNT);
    Optional<Integer> tested = e.optional("testPerClass", COUNT);
    limited = trained.isPresent() && tested.isPresent();
    return e.build(() -> new DatasetSpec.Limit(trained, tested));
  }

  private Optional<TransformSpec> transform(Element e) {
    Optional<Integer> resize = e.required("resize", COUNT);
    Optional<Integer> crop = e.required("crop", COUNT);
    Optional<List<Float>> mean =
        e.required(
            "mean",
            channels(
                "one number (grey), or three (red, green, blue) separated by spaces",
                Range.FINITE));
    Optional<List<Float>> std =
        e.required(
            "std",
            channels(
                "one number above 0 (grey), or three (red, green, blue) separated by spaces",
                Range.POSITIVE));
    crop.ifPresent(side -> checkCrop(e, side, resize));
    mean.ifPresent(values -> checkChannels(e, "mean", values));
    std.ifPresent(values -> checkChannels(e, "std", values));
    if (architecture.isEmpty()
        && mean.isPresent()
        && std.isPresent()
        && mean.get().size() != std.get().size()) {
      e.refuse(
          "std",
          "std and mean take as many numbers as each other, but have %s and %s"
              .formatted(std.get().size(), mean.get().size()));
    }
    return e.build(() -> new TransformSpec(resize.get(), crop.get(), mean.get(), std.get()));
  }

  private void checkCrop(Element e, int crop, Optional<Integer> resize) {
    resize
        .filter(side -> crop > side)
        .ifPresent(
            side ->
                e.refuse(
                    "crop",
                    "crop %s is larger than the image, which resize brings to %s"
                        .formatted(crop, side)));
    architecture
        .filter(a -> a.imageSize() != crop)
        .ifPresent(
            a ->
                e.refuse(
                    "crop",
                    "crop %s does not fit %s, whose images measure %s"
                        .formatted(crop, a.name(), a.imageSize())));
  }

  private void checkChannels(Element e, String attribute, List<Float> values) {
    architecture
        .filter(a -> a.channels() != values.size())
        .ifPresent(
            a ->
                e.refuse(
                    attribute,
                    a.channels() == 1
                        ? "%s takes one number for %s, whose images are grey"
                            .formatted(attribute, a.name())
                        : "%s takes three numbers (red, green, blue) for %s, whose images are in colour"
                            .formatted(attribute, a.name())));
  }

  private Optional<AugmentationSpec> augmentation(Element e) {
    Optional<Double> flip = e.optional("flip", number(AugmentationSpec.FLIP), "0");
    Optional<Double> mixup = e.optional("mixup", number(AugmentationSpec.MIXUP), "0");
    var crop = e.child("randomResizedCrop", DatasetReader::resizedCrop).flatMap(c -> c);
    var operations = e.child("randAugment", DatasetReader::randAugment).flatMap(r -> r);
    var colours = e.child("colourJitter", this::colourJitter).flatMap(j -> j);
    if (pretext.isPresent() && flip.orElse(0.0) > 0) {
      e.refuse(
          "flip",
          "flip does not go with pretext=\"rotation\": mirrored, a quarter turn to the left looks"
              + " like one to the right");
    }
    return e.build(() -> new AugmentationSpec(flip.get(), crop, operations, colours, mixup.get()));
  }

  private static Optional<AugmentationSpec.ResizedCrop> resizedCrop(Element e) {
    Optional<List<Double>> scale =
        e.optional(
            "scale",
            two(
                "two numbers above 0 and up to 1, separated by a space",
                new Range("a number above 0 and up to 1", x -> x > 0 && x <= 1)),
            "0.08 1");
    Optional<List<Double>> ratio =
        e.optional(
            "ratio",
            two("two numbers above 0, separated by a space", Range.POSITIVE),
            "0.75 1.3333333333333333");
    scale.ifPresent(range -> checkAscends(e, "scale", range));
    ratio.ifPresent(range -> checkAscends(e, "ratio", range));
    return e.build(
        () ->
            new AugmentationSpec.ResizedCrop(
                scale.get().get(0), scale.get().get(1), ratio.get().get(0), ratio.get().get(1)));
  }

  private static void checkAscends(Element e, String attribute, List<Double> range) {
    if (range.get(0) > range.get(1)) {
      e.refuse(
          attribute,
          "%s goes from %s down to %s: the smaller number comes first"
              .formatted(attribute, range.get(0), range.get(1)));
    }
  }

  private static Optional<AugmentationSpec.RandAugment> randAugment(Element e) {
    Optional<Integer> operations =
        e.optional("operations", whole(AugmentationSpec.RandAugment.OPERATIONS), "2");
    Optional<Integer> magnitude =
        e.optional("magnitude", whole(AugmentationSpec.RandAugment.MAGNITUDE), "9");
    return e.build(() -> new AugmentationSpec.RandAugment(operations.get(), magnitude.get()));
  }

  private Optional<AugmentationSpec.ColourJitter> colourJitter(Element e) {
    Optional<Double> brightness = e.optional("brightness", NOT_NEGATIVE, "0");
    Optional<Double> contrast = e.optional("contrast", NOT_NEGATIVE, "0");
    Optional<Double> saturation = e.optional("saturation", NOT_NEGATIVE, "0");
    Optional<Double> hue = e.optional("hue", number(AugmentationSpec.ColourJitter.HUE), "0");
    whatMakesGrey()
        .ifPresent(
            why -> {
              checkChangesColour(e, "saturation", saturation, why);
              checkChangesColour(e, "hue", hue, why);
            });
    return e.build(
        () ->
            new AugmentationSpec.ColourJitter(
                brightness.get(), contrast.get(), saturation.get(), hue.get()));
  }

  private Optional<String> whatMakesGrey() {
    if (architecture.filter(a -> a.channels() == 1).isPresent()) {
      return architecture.map(a -> a.name() + " sees grey");
    }
    if (idx.isPresent() || builtin.isPresent()) {
      return Optional.of("images in IDX files are grey");
    }
    return fractals.map(classes -> "fractals are grey");
  }

  /** They would change nothing, and whoever asks for them thinks of other images. */
  private static void checkChangesColour(
      Element e, String attribute, Optional<Double> amount, String why) {
    if (amount.orElse(0.0) > 0) {
      e.refuse(
          attribute,
          "%s changes nothing: %s; brightness and contrast can be changed"
              .formatted(attribute, why));
    }
  }
}
