package io.github.vitlora.run;

import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.image.Thumbnail;
import io.github.vitlora.inspection.Duplicates.Group;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Sampling;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.DataPanel.DataClass;
import io.github.vitlora.report.page.DataPanel.Effect;
import io.github.vitlora.report.page.DataPanel.Instance;
import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.Sources;
import io.github.vitlora.transform.Augmentation;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws up what a report shows of the data: the first training images of every class by the first
 * seed, in the order of their split. A report goes without rather than fail.
 */
final class DataAtAGlance {
  private static final Logger LOG = LoggerFactory.getLogger(DataAtAGlance.class);

  /** Some 3 KB each. Where there are more classes, the last ones are shown without pictures. */
  private static final int MOST_PICTURES = 60;

  private static final int MOST_OF_A_CLASS = 4;
  private static final int MOST_DUPLICATES = 8;
  private static final int LONGEST_SIDE = 96;
  private static final int LONGEST_SIDE_OF_THE_EFFECT = 224;

  private final Map<String, byte[]> pictures = new LinkedHashMap<>();

  private DataAtAGlance() {}

  /**
   * Draws up the panel of an experiment's data set.
   *
   * @param found what a look at all images found, where they are files
   */
  static Optional<DataPanel> of(
      Experiment experiment, Optional<Inspection> found, Sources sources) {
    try {
      Experiment readable = found.map(look -> look.readable(experiment)).orElse(experiment);
      Dataset dataset = Dataset.open(readable.dataset(), sources);
      List<Group> duplicates =
          found.map(look -> look.duplicates().shown()).orElse(List.of()).stream()
              .limit(MOST_DUPLICATES)
              .toList();
      return Optional.of(new DataAtAGlance().draw(dataset, readable, duplicates));
    } catch (DatasetException | ImageException | SourceException | UncheckedIOException e) {
      LOG.warn("The report shows nothing of the data: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Reads the panel of an earlier report. */
  static Optional<DataPanel> keptIn(Path report) {
    try {
      return DataPanel.read(report);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The report shows nothing of the data: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private DataPanel draw(Dataset dataset, Experiment experiment, List<Group> duplicates) {
    TransformSpec transform = experiment.dataset().transform();
    long seed = experiment.seeds().get(0);
    DatasetSplits splits = dataset.splits(seed);
    List<String> names = dataset.classNames();
    int each = Math.max(1, Math.min(MOST_OF_A_CLASS, MOST_PICTURES / names.size()));
    List<DataClass> classes = new ArrayList<>();
    Map<Integer, List<LabelledImage>> train = byLabel(splits.train());
    Map<Integer, List<LabelledImage>> validation = byLabel(splits.validation());
    Map<Integer, List<LabelledImage>> test = byLabel(splits.test());
    for (int label = 0; label < names.size(); label++) {
      List<LabelledImage> fitted = train.getOrDefault(label, List.of());
      List<Instance> instances =
          label * each < MOST_PICTURES
              ? fitted.stream().limit(each).map(image -> instance(image.image())).toList()
              : List.of();
      classes.add(
          new DataClass(
              names.get(label),
              fitted.size(),
              validation.getOrDefault(label, List.of()).size(),
              test.getOrDefault(label, List.of()).size(),
              instances));
    }
    Optional<Effect> effect =
        splits.train().stream().findFirst().flatMap(first -> effect(first.image(), transform));
    int augmented = effect.isPresent() ? augment(experiment, splits.train()) : 0;
    return new DataPanel(
        new DataPanel.Summary(seed, classes, effect, augmented, pictured(dataset, duplicates)),
        pictures);
  }

  private List<List<Instance>> pictured(Dataset dataset, List<Group> duplicates) {
    if (duplicates.isEmpty()) {
      return List.of();
    }
    Map<String, StoredImage> images = new HashMap<>();
    dataset.images().values().stream()
        .flatMap(List::stream)
        .forEach(one -> images.put(one.image().name(), one.image()));
    return duplicates.stream()
        .map(
            group ->
                group.places().stream()
                    .limit(MOST_OF_A_CLASS)
                    .filter(place -> images.containsKey(place.image()))
                    .map(place -> instance(images.get(place.image())))
                    .toList())
        .toList();
  }

  /**
   * Draws what the first epochs show of the first training image, before it is mixed with another.
   *
   * @return how many epochs
   */
  private int augment(Experiment experiment, List<LabelledImage> train) {
    DatasetSpec spec = experiment.dataset();
    if (!spec.augmentation().withMixup(0).changesImages()) {
      return 0;
    }
    RandomStreams random = new RandomStreams(experiment.seeds().get(0));
    Augmentation augmentation = new Augmentation(spec.augmentation(), random);
    ImageTransform transform = new ImageTransform(spec.transform());
    DecodedCache plain = new DecodedCache(transform, 0);
    LabelledImage first = train.get(0);
    Sampling sampling = experiment.training().options().sampling();
    int epochs = Math.min(DataPanel.MOST_AUGMENTED, experiment.training().epochs());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      // Where the epoch does not show it, it is changed as the first that is shown.
      int place =
          Math.max(0, sampling.ofEpoch(train, LabelledImage::label, random, epoch).indexOf(first));
      byte[] crop = augmentation.of(plain, epoch, place).crop(first.image(), 0);
      int side = transform.side();
      pictures.put(
          DataPanel.augmented(epoch),
          Thumbnail.jpeg(
              new DecodedImage(side, side, transform.channels(), crop),
              LONGEST_SIDE_OF_THE_EFFECT));
    }
    return epochs;
  }

  private static Map<Integer, List<LabelledImage>> byLabel(List<LabelledImage> split) {
    return split.stream().collect(Collectors.groupingBy(LabelledImage::label));
  }

  private Instance instance(StoredImage image) {
    Instance instance = new Instance(image.name());
    decode(image)
        .ifPresent(decoded -> pictures.put(instance.file(), Thumbnail.jpeg(decoded, LONGEST_SIDE)));
    return instance;
  }

  private Optional<Effect> effect(StoredImage image, TransformSpec spec) {
    return decode(image)
        .map(
            whole -> {
              ImageTransform transform = new ImageTransform(spec);
              int side = transform.side();
              DecodedImage seen =
                  new DecodedImage(side, side, transform.channels(), transform.crop(whole));
              pictures.put(Effect.BEFORE, Thumbnail.jpeg(whole, LONGEST_SIDE_OF_THE_EFFECT));
              pictures.put(Effect.AFTER, Thumbnail.jpeg(seen, LONGEST_SIDE_OF_THE_EFFECT));
              return new Effect(
                  image.name(),
                  whole.width(),
                  whole.height(),
                  spec.resize(),
                  side,
                  transform.channels());
            });
  }

  private static Optional<DecodedImage> decode(StoredImage image) {
    try {
      return Optional.of(image.decode());
    } catch (ImageException e) {
      LOG.warn("The report has no picture of {}: {}", image.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
