package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.random.Shuffle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Holds the images of a trial, class by class in the order of their split.
 *
 * <p>Every choice is made within a class and follows from the trial's seed, the class and the
 * number of its images alone: trials of one seed share all three lists whatever their regime, which
 * is what makes their comparison paired. Where {@code testPerClass} is set, trials of different
 * seeds are tested on different images.
 *
 * @param train images the weights are fitted to
 * @param validation held out of the training split; empty if its fraction is 0
 * @param test of the test split
 */
public record DatasetSplits(
    List<LabelledImage> train, List<LabelledImage> validation, List<LabelledImage> test) {
  /** Copies the lists. */
  public DatasetSplits {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /**
   * Limits the splits, then holds out {@code round(fraction * n)} of the n training images left in
   * each class, though never the last one.
   *
   * @param spec its limit and validation fraction are used
   * @param train everything in the training split
   * @param test everything in the test split
   * @param random of the trial
   */
  static DatasetSplits choose(DatasetSpec spec, Split train, Split test, RandomStreams random) {
    List<LabelledImage> fitted = new ArrayList<>();
    List<LabelledImage> heldOut = new ArrayList<>();
    List<LabelledImage> tested = new ArrayList<>();
    List<List<LabelledImage>> trainClasses = train.byClass();
    List<List<LabelledImage>> testClasses = test.byClass();
    for (int label = 0; label < trainClasses.size(); label++) {
      List<LabelledImage> limited =
          limit(
              trainClasses.get(label),
              spec.limit().trainPerClass(),
              random.stream("data.limit.train", label));
      int count = (int) Math.round(spec.validationFraction() * limited.size());
      Set<LabelledImage> validation =
          chosen(
              limited,
              Math.min(count, limited.size() - 1),
              random.stream("data.validation", label));
      for (LabelledImage image : limited) {
        (validation.contains(image) ? heldOut : fitted).add(image);
      }
      tested.addAll(
          limit(
              testClasses.get(label),
              spec.limit().testPerClass(),
              random.stream("data.limit.test", label)));
    }
    return new DatasetSplits(fitted, heldOut, tested);
  }

  private static List<LabelledImage> limit(
      List<LabelledImage> images, Optional<Integer> most, SplittableRandom random) {
    if (most.isEmpty() || most.get() >= images.size()) {
      return images;
    }
    Set<LabelledImage> kept = chosen(images, most.get(), random);
    return images.stream().filter(kept::contains).toList();
  }

  private static Set<LabelledImage> chosen(
      List<LabelledImage> images, int count, SplittableRandom random) {
    return new HashSet<>(Shuffle.of(images, random).subList(0, count));
  }
}
