package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.source.Sources;
import java.util.Map;

/** A format reads the splits of a data set of one form. A new one is an entry in {@link #KNOWN}. */
interface DatasetFormat {
  /** Tells how data sets of each kind of origin are opened. */
  Map<Class<? extends DatasetOrigin>, Opener<DatasetOrigin>> KNOWN =
      Map.ofEntries(
          format(DatasetOrigin.Archive.class, ImageFolder::open),
          format(DatasetOrigin.Directory.class, ImageFolder::open),
          format(DatasetOrigin.Idx.class, IdxFolder::open),
          format(DatasetOrigin.Builtin.class, IdxFolder::open),
          format(DatasetOrigin.Fractals.class, FractalClasses::open),
          format(DatasetOrigin.Rotations.class, RotatedFormat::open),
          format(DatasetOrigin.HeldOut.class, HeldOutFormat::open),
          format(DatasetOrigin.Labelled.class, LabelTableFormat::open));

  /** Says where the data set lies, for messages. */
  String place();

  /**
   * Lists a split.
   *
   * @throws DatasetException if the split is not there or not in order
   */
  Split read(String split);

  /**
   * Counts a split's classes, without looking at its images where that can be.
   *
   * @throws DatasetException as for {@link #read}
   */
  default int countClasses(String split) {
    return read(split).classNames().size();
  }

  /** Opens data sets of one kind of origin. */
  @FunctionalInterface
  interface Opener<O extends DatasetOrigin> {
    /**
     * Brings a data set here and finds its splits; no image is decoded.
     *
     * @param spec names the splits
     * @throws DatasetException if it is not there or not in order
     * @throws io.github.vitlora.source.SourceException if it cannot be had
     */
    DatasetFormat open(O origin, DatasetSpec spec, Sources sources);
  }

  private static <O extends DatasetOrigin> Map.Entry<Class<O>, Opener<DatasetOrigin>> format(
      Class<O> kind, Opener<O> opener) {
    return Map.entry(
        kind, (origin, spec, sources) -> opener.open(kind.cast(origin), spec, sources));
  }

  /** Opens a data set by its origin's format, as {@link Opener#open} does. */
  static DatasetFormat open(DatasetSpec spec, Sources sources) {
    return KNOWN.get(spec.origin().getClass()).open(spec.origin(), spec, sources);
  }
}
