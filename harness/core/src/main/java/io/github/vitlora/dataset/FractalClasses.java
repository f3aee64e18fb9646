package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.source.Sources;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws classes of fractals, the same for everybody: one for each of the first random systems that
 * fill enough of the image. The instances of a class are drawn by other points, from its system
 * with one coefficient scaled by a factor between 0.8 and 1.2, mirrored or not (after Kataoka et
 * al. 2020, arXiv:2101.08515, section 3.2).
 *
 * @param classes how many
 * @param spec names the splits and says how many instances each has of a class
 */
record FractalClasses(int classes, DatasetSpec spec) implements DatasetFormat {
  private static final RandomStreams RANDOM = new RandomStreams(0);
  private static final int COEFFICIENTS = 6;
  private static final double NARROWEST = 0.8;
  private static final double WIDEST = 1.2;

  /** Of a class; an instance may be thinner by half. */
  private static final double LEAST_FILLED = 0.2;

  /** Opens fractals, which need nothing to be drawn from. */
  static DatasetFormat open(DatasetOrigin.Fractals fractals, DatasetSpec spec, Sources sources) {
    return new FractalClasses(fractals.classes(), spec);
  }

  @Override
  public String place() {
    return "the drawn fractals";
  }

  @Override
  public Split read(String split) {
    int train = spec.limit().trainPerClass().orElseThrow();
    int first = split.equals(spec.train()) ? 0 : train;
    int count = first == 0 ? train : spec.limit().testPerClass().orElseThrow();
    List<FractalSystem> systems = systems();
    List<LabelledImage> images = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      for (int i = first; i < first + count; i++) {
        images.add(new LabelledImage(instance(systems.get(label), label, i), label));
      }
    }
    return new Split(IntStream.range(0, classes).mapToObj(Integer::toString).toList(), images);
  }

  private List<FractalSystem> systems() {
    List<FractalSystem> found = new ArrayList<>();
    for (long attempt = 0; found.size() < classes; attempt++) {
      SplittableRandom random = RANDOM.stream("fractal.system", attempt);
      FractalSystem system = FractalSystem.random(random);
      if (image(system, random, "").filled() >= LEAST_FILLED) {
        found.add(system);
      }
    }
    return found;
  }

  private FractalImage instance(FractalSystem system, int label, int index) {
    SplittableRandom random = RANDOM.stream("fractal.instance", label, index);
    FractalImage image;
    do {
      FractalSystem relative =
          system.scaled(random.nextInt(COEFFICIENTS), random.nextDouble(NARROWEST, WIDEST));
      image = image(relative, random, label + "/" + index);
    } while (image.filled() < LEAST_FILLED / 2);
    return image;
  }

  private FractalImage image(FractalSystem system, SplittableRandom random, String name) {
    return new FractalImage(
        system, random.nextLong(), random.nextBoolean(), spec.transform().resize(), name);
  }

  /**
   * Draws a fractal whenever it is decoded.
   *
   * @param system that is drawn
   * @param seed of the points it is drawn by
   * @param mirrored whether left is right
   * @param side in pixels
   * @param name class and number within it
   */
  record FractalImage(FractalSystem system, long seed, boolean mirrored, int side, String name)
      implements StoredImage {
    /** As many as make the shape out on a small image. */
    private static final int POINTS_PER_PIXEL = 3;

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(decode().pixels());
    }

    @Override
    public DecodedImage decode() {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] drawn = system.draw(side, POINTS_PER_PIXEL * side * side, random);
      DecodedImage image = new DecodedImage(side, side, 1, drawn);
      return mirrored ? image.mirrored() : image;
    }

    /** Returns the share of pixels that are not black. */
    double filled() {
      byte[] drawn = decode().pixels();
      int visited = 0;
      for (byte pixel : drawn) {
        visited += pixel == 0 ? 0 : 1;
      }
      return (double) visited / drawn.length;
    }
  }
}
