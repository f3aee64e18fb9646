package io.github.vitlora.attention;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.ImageChoice;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.source.Sources;
import io.github.vitlora.train.SavedTrial;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Studies the attention of an experiment's trained models: it computes figures over all test images
 * of every trial, and maps of a few images by the pretrained model and the trials of the first
 * seed.
 */
public final class AttentionStudy {
  private static final long DECODED_BYTES = 256L << 20;
  private static final int UNKNOWN_CLASS = -1;

  private final List<SavedTrial> trials;
  private final Trial first;
  private final ModelSpec begun;
  private final Sources sources;
  private final Consumer<TrialEvent> events;
  private final Architecture architecture;
  private final DecodedCache decoded;
  private final List<AttentionFigures> figures = new ArrayList<>();
  private final Map<LabelledImage, Map<String, ImageMaps>> maps = new LinkedHashMap<>();

  /**
   * Prepares a study.
   *
   * @param trials completed ones of one experiment, at least one
   * @param sources of their weights and images
   * @param events told which model is looked at, and that work goes on
   */
  public AttentionStudy(List<SavedTrial> trials, Sources sources, Consumer<TrialEvent> events) {
    this.trials = List.copyOf(trials);
    this.first = trials.get(0).trial();
    this.begun = begun(trials);
    this.sources = sources;
    this.events = events;
    architecture = Architecture.named(first.model().architecture()).orElseThrow();
    decoded = new DecodedCache(new ImageTransform(first.dataset().transform()), DECODED_BYTES);
  }

  /**
   * Makes the study.
   *
   * @param spec which test images are pictured
   * @param files pictured after them; of no data set
   * @param folder that the pictures are written to
   * @throws IOException when weights do not fit or a file cannot be read or written
   */
  public AttentionResults make(AttentionSpec spec, List<ImageFile> files, Path folder)
      throws IOException {
    Dataset dataset = Dataset.open(first.dataset(), sources);
    choose(spec, dataset, files);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Optional<Baseline> known = Optional.empty();
      for (long seed : trials.stream().map(t -> t.trial().seed()).distinct().toList()) {
        List<LabelledImage> test = dataset.splits(seed).test();
        Baseline baseline =
            known.isPresent() && known.get().serves(test)
                ? known.get()
                : baseline(manager, dataset, test, seed);
        for (SavedTrial trained : trials) {
          if (trained.trial().seed() == seed) {
            look(manager, trained, test, baseline);
          }
        }
        known = Optional.of(baseline).filter(b -> begun.checkpoint().isPresent());
      }
    }
    return draw(dataset, folder);
  }

  private void choose(AttentionSpec spec, Dataset dataset, List<ImageFile> files) {
    List<LabelledImage> test = dataset.splits(first.seed()).test();
    ImageChoice.of(spec, test, new RandomStreams(first.seed()))
        .forEach(image -> maps.put(image, new LinkedHashMap<>()));
    for (ImageFile file : files) {
      // One that cannot be read is known before all others are looked at.
      decoded.crop(file);
      maps.put(new LabelledImage(file, UNKNOWN_CLASS), new LinkedHashMap<>());
    }
  }

  /** A baseline holds the pretrained model's maps of test images, {@code (P)} each. */
  private record Baseline(List<LabelledImage> test, Map<StoredImage, double[]> maps) {

    boolean serves(List<LabelledImage> others) {
      return test.equals(others);
    }
  }

  private Baseline baseline(NDManager manager, Dataset dataset, List<LabelledImage> test, long seed)
      throws IOException {
    events.accept(new TrialEvent.LookedAt(AttentionFigures.PRETRAINED));
    Map<StoredImage, double[]> known = new HashMap<>();
    Regime nothingBelowTheHead = new Regime.LinearProbe();
    try (TunableModel model = untrained(manager, dataset, nothingBelowTheHead, seed);
        AttentionReader reader =
            new AttentionReader(manager, model, architecture, nothingBelowTheHead)) {
      FigureSums sums = new FigureSums();
      reader.read(
          test,
          decoded,
          false,
          this::alive,
          (image, attention) -> {
            sums.add(attention, Optional.empty());
            known.put(image.image(), ImageAttention.map(attention.average()));
          });
      figures.add(sums.means(AttentionFigures.PRETRAINED, baselineLabel(), seed));
      picture(reader, AttentionFigures.PRETRAINED, seed);
    }
    return new Baseline(test, known);
  }

  private void look(
      NDManager manager, SavedTrial trained, List<LabelledImage> test, Baseline baseline)
      throws IOException {
    Trial trial = trained.trial();
    events.accept(new TrialEvent.LookedAt(trial.id()));
    try (TunableModel model = trained.load(manager);
        AttentionReader reader =
            new AttentionReader(manager, model, architecture, trial.regime())) {
      FigureSums sums = new FigureSums();
      reader.read(
          test,
          decoded,
          false,
          this::alive,
          (image, attention) ->
              sums.add(attention, Optional.of(baseline.maps().get(image.image()))));
      figures.add(sums.means(trial.id(), trial.regime().label(), trial.seed()));
      picture(reader, trial.id(), trial.seed());
    }
  }

  /** Computes the maps to be pictured, of the first seed alone, so that they are few. */
  private void picture(AttentionReader reader, String model, long seed) {
    if (seed == first.seed() && !maps.isEmpty()) {
      reader.read(
          List.copyOf(maps.keySet()),
          decoded,
          true,
          this::alive,
          (image, attention) -> maps.get(image).put(model, ImageMaps.of(attention)));
    }
  }

  private TunableModel untrained(NDManager manager, Dataset dataset, Regime regime, long seed)
      throws IOException {
    return TunableModel.untrained(
        manager,
        architecture,
        dataset.classNames().size(),
        regime,
        new RandomStreams(seed),
        checkpoint(begun));
  }

  private Optional<Path> checkpoint(ModelSpec model) {
    return model.checkpoint().map(s -> sources.resolve(s, model.sha256()));
  }

  private AttentionResults draw(Dataset dataset, Path folder) throws IOException {
    Gallery gallery = new Gallery(folder, labels());
    for (Map.Entry<LabelledImage, Map<String, ImageMaps>> entry : maps.entrySet()) {
      LabelledImage image = entry.getKey();
      Optional<String> className =
          image.label() == UNKNOWN_CLASS
              ? Optional.empty()
              : Optional.of(dataset.classNames().get(image.label()));
      Photograph photograph = Photograph.of(decoded.crop(image.image()), decoded.transform());
      gallery.add(image.image().name(), className, photograph, entry.getValue());
      alive();
    }
    return new AttentionResults(figures, gallery.images(), gallery.writeTrialSheets());
  }

  /** Returns the model that trials are compared with: one with a checkpoint if any trial has it. */
  private static ModelSpec begun(List<SavedTrial> trials) {
    List<ModelSpec> models = trials.stream().map(t -> t.trial().model()).toList();
    return models.stream()
        .filter(model -> model.checkpoint().isPresent())
        .findFirst()
        .orElse(models.get(0));
  }

  /** Returns what people call the weights that trials of one experiment began with. */
  private String baselineLabel() {
    return begun.checkpoint().isPresent() ? "pretrained" : "initial random weights";
  }

  private void alive() {
    events.accept(new TrialEvent.Alive());
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(AttentionFigures.PRETRAINED, baselineLabel());
    trials.stream()
        .map(SavedTrial::trial)
        .filter(trial -> trial.seed() == first.seed())
        .forEach(trial -> labels.put(trial.id(), trial.regime().label()));
    return labels;
  }
}
