package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.random.Shuffle;
import io.github.vitlora.source.Sources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds out a share of a data set's one split as its test split. Which images these are follows
 * from the name of their class and its images alone, and not from a trial's seed: what one trial is
 * tested on, no other has been trained on.
 *
 * @param of the data set
 * @param all name of its one split
 * @param fraction share of each class's images that are held out; in (0, 1)
 */
record HeldOutFormat(DatasetFormat of, String all, double fraction) implements DatasetFormat {
  private static final RandomStreams EVERY_TRIALS = new RandomStreams(0);

  /** Opens the data set, whose one split is all there is to find. */
  static DatasetFormat open(DatasetOrigin.HeldOut heldOut, DatasetSpec spec, Sources sources) {
    DatasetSpec unsplit = spec.with(all -> all.origin(heldOut.of()).test(spec.train()));
    return new HeldOutFormat(
        DatasetFormat.open(unsplit, sources), spec.train(), heldOut.testFraction());
  }

  @Override
  public String place() {
    return of.place();
  }

  /**
   * Lists the images to train on by the name of the one split, those held out by theirs, and what
   * else the data set has by its own name.
   */
  @Override
  public Split read(String split) {
    boolean tested = split.equals(DatasetOrigin.HeldOut.TEST);
    if (!tested && !split.equals(all)) {
      return of.read(split);
    }
    Split whole = of.read(all);
    if (Groups.in(whole.images())) {
      Set<LabelledImage> heldOut =
          Groups.heldOut(whole.images(), fraction, EVERY_TRIALS.stream("data.heldOut.groups"));
      return chosen(whole, heldOut, tested);
    }
    Set<LabelledImage> heldOut = new HashSet<>();
    List<List<LabelledImage>> classes = whole.byClass();
    for (int label = 0; label < classes.size(); label++) {
      heldOut.addAll(heldOut(whole.classNames().get(label), classes.get(label)));
    }
    return chosen(whole, heldOut, tested);
  }

  /** Lists class by class. */
  private static Split chosen(Split whole, Set<LabelledImage> heldOut, boolean tested) {
    return new Split(
        whole.classNames(),
        whole.byClass().stream()
            .flatMap(List::stream)
            .filter(image -> heldOut.contains(image) == tested)
            .toList(),
        tested ? List.of() : whole.leftOut());
  }

  private Set<LabelledImage> heldOut(String className, List<LabelledImage> images) {
    if (images.size() < 2) {
      throw new DatasetException(
          "The class '%s' in %s has %d image: with testFraction it needs two, one to train on and one to test"
              .formatted(className, place(), images.size()));
    }
    long share = Math.round(fraction * images.size());
    int count = (int) Math.max(1, Math.min(share, images.size() - 1));
    List<LabelledImage> shuffled =
        Shuffle.of(images, EVERY_TRIALS.stream("data.heldOut/" + className));
    return new HashSet<>(shuffled.subList(0, count));
  }

  @Override
  public int countClasses(String split) {
    return of.countClasses(all);
  }
}
