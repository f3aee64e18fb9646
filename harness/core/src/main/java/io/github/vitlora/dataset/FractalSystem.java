package io.github.vitlora.dataset;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.SplittableRandom;

/**
 * Holds an iterated function system of affine maps of the plane, {@code (x, y) -> (a x + b y + e, c
 * x + d y + f)}, whose attractor is a fractal: a class of formula-driven pretraining (Kataoka et
 * al. 2020, arXiv:2101.08515; of Vision Transformers: Nakashima et al. 2021, arXiv:2103.13023).
 * Only additions, multiplications and divisions decide a pixel, so that it is the same on every
 * machine.
 *
 * @param maps rows of a, b, c, d, e, f
 * @param bounds where the share of each map ends, ascending to 1; the shares are as the maps'
 *     determinants
 */
record FractalSystem(double[][] maps, double[] bounds) {
  private static final int COEFFICIENTS = 6;
  private static final int FEWEST_MAPS = 2;
  private static final int MOST_MAPS = 8;
  private static final int SETTLING = 20;
  private static final double ESCAPED = 1e3;
  private static final double FLAT = 1e-6;

  /** Returns a system of two to eight maps with coefficients between -1 and 1. */
  static FractalSystem random(SplittableRandom random) {
    double[][] maps = new double[random.nextInt(FEWEST_MAPS, MOST_MAPS + 1)][COEFFICIENTS];
    for (double[] map : maps) {
      for (int i = 0; i < COEFFICIENTS; i++) {
        map[i] = random.nextDouble(-1, 1);
      }
    }
    return of(maps);
  }

  private static FractalSystem of(double[][] maps) {
    double[] bounds = new double[maps.length];
    double total = 0;
    for (int i = 0; i < maps.length; i++) {
      double[] m = maps[i];
      // A little for maps that flatten the plane, which would not be drawn at all.
      total += Math.max(Math.abs(m[0] * m[3] - m[1] * m[2]), 1e-3);
      bounds[i] = total;
    }
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] /= total;
    }
    return new FractalSystem(maps, bounds);
  }

  /** Returns a relative, one of whose six coefficients is scaled in all maps. */
  FractalSystem scaled(int coefficient, double factor) {
    double[][] changed = new double[maps.length][];
    for (int i = 0; i < maps.length; i++) {
      changed[i] = maps[i].clone();
      changed[i][coefficient] *= factor;
    }
    return of(changed);
  }

  /**
   * Draws the attractor, as large as fits, brighter where the point comes by more often.
   *
   * @param side of the image, in pixels
   * @param points to be drawn
   * @return shape {@code (side, side)}, grey; all black where the point escapes, or stays within
   *     nothing that could be drawn
   */
  byte[] draw(int side, int points, SplittableRandom random) {
    double[] xs = new double[points];
    double[] ys = new double[points];
    if (!trace(xs, ys, random)) {
      return new byte[side * side];
    }
    DoubleSummaryStatistics across = Arrays.stream(xs).summaryStatistics();
    DoubleSummaryStatistics up = Arrays.stream(ys).summaryStatistics();
    double extent = Math.max(across.getMax() - across.getMin(), up.getMax() - up.getMin());
    if (!(extent > FLAT)) {
      return new byte[side * side];
    }
    int[] visits = new int[side * side];
    double scale = (side - 1) / extent;
    for (int i = 0; i < points; i++) {
      int column = (int) ((xs[i] - across.getMin()) * scale);
      int row = (int) ((ys[i] - up.getMin()) * scale);
      visits[row * side + column]++;
    }
    return brightness(visits);
  }

  private boolean trace(double[] xs, double[] ys, SplittableRandom random) {
    double x = 0;
    double y = 0;
    for (int i = -SETTLING; i < xs.length; i++) {
      double[] m = maps[choose(random.nextDouble())];
      double next = m[0] * x + m[1] * y + m[4];
      y = m[2] * x + m[3] * y + m[5];
      x = next;
      if (!(Math.abs(x) < ESCAPED && Math.abs(y) < ESCAPED)) {
        return false;
      }
      if (i >= 0) {
        xs[i] = x;
        ys[i] = y;
      }
    }
    return true;
  }

  private int choose(double at) {
    int map = 0;
    while (map < bounds.length - 1 && at >= bounds[map]) {
      map++;
    }
    return map;
  }

  /** Half of full brightness at the first visit, and each further one halves what is missing. */
  private static byte[] brightness(int[] visits) {
    byte[] grey = new byte[visits.length];
    for (int i = 0; i < visits.length; i++) {
      grey[i] = (byte) (255 - (255 >> Math.min(visits[i], 8)));
    }
    return grey;
  }
}
