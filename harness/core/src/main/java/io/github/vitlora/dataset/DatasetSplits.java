package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.random.Shuffle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
   * each class, though never the last one. Where images belong to groups, whole groups are held out
   * of all classes together. A validation split of its own is taken whole.
   *
   * @param spec its limit and validation fraction are used
   * @param train everything in the training split
   * @param validation everything in the validation split, where there is one
   * @param test everything in the test split
   * @param random of the trial
   */
  static DatasetSplits choose(
      DatasetSpec spec, Split train, Optional<Split> validation, Split test, RandomStreams random) {
    List<LabelledImage> fitted = new ArrayList<>();
    List<LabelledImage> tested = new ArrayList<>();
    List<List<LabelledImage>> trainClasses = train.byClass();
    List<List<LabelledImage>> testClasses = test.byClass();
    for (int label = 0; label < trainClasses.size(); label++) {
      List<LabelledImage> limited =
          limit(
              trainClasses.get(label),
              spec.limit().trainPerClass(),
              random.stream("data.limit.train", label));
      fitted.addAll(limited);
      tested.addAll(
          limit(
              testClasses.get(label),
              spec.limit().testPerClass(),
              random.stream("data.limit.test", label)));
    }
    if (validation.isPresent()) {
      return new DatasetSplits(fitted, validation.get().images(), tested);
    }
    Set<LabelledImage> heldOut = heldOut(spec.validationFraction(), fitted, random);
    return new DatasetSplits(
        fitted.stream().filter(image -> !heldOut.contains(image)).toList(),
        fitted.stream().filter(heldOut::contains).toList(),
        tested);
  }

  private static Set<LabelledImage> heldOut(
      double fraction, List<LabelledImage> fitted, RandomStreams random) {
    if (Groups.in(fitted)) {
      return Groups.heldOut(fitted, fraction, random.stream("data.validation.groups"));
    }
    Map<Integer, List<LabelledImage>> classes =
        fitted.stream()
            .collect(
                Collectors.groupingBy(LabelledImage::label, TreeMap::new, Collectors.toList()));
    Set<LabelledImage> heldOut = new HashSet<>();
    classes.forEach(
        (label, images) -> {
          int count = (int) Math.round(fraction * images.size());
          heldOut.addAll(
              chosen(
                  images,
                  Math.min(count, images.size() - 1),
                  random.stream("data.validation", label)));
        });
    return heldOut;
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
