package io.github.vitlora.image.webp;

/** Smooths the edges of blocks (RFC 6386, section 15). */
final class Vp8LoopFilter {
  private static final int BLOCK = 16;
  private static final int MOST_LEVEL = 63;

  /** What a strength has beside its level: the edges inside are filtered too. */
  private static final int INSIDE = 64;

  /** By segment, relative to that of the frame or absolute. */
  final int[] segmentLevels = new int[4];

  private boolean simple;
  private int level;
  private int sharpness;
  private boolean adjusts;
  private int keyFrameLevel;
  private int dividedLevel;
  private boolean segmented;
  private boolean absolute;

  /** Reads the frame's settings. */
  void read(Vp8BoolDecoder in, boolean inSegments, boolean segmentsAreAbsolute) {
    segmented = inSegments;
    absolute = segmentsAreAbsolute;
    simple = in.bit();
    level = in.number(6);
    sharpness = in.number(3);
    adjusts = in.bit();
    if (adjusts && in.bit()) {
      for (int i = 0; i < 8; i++) {
        if (in.bit()) {
          int number = in.number(6);
          int value = in.bit() ? -number : number;
          keyFrameLevel = i == 0 ? value : keyFrameLevel;
          dividedLevel = i == 4 ? value : dividedLevel;
        }
      }
    }
  }

  /**
   * Says how a macroblock is to be filtered.
   *
   * @param divided whether its blocks were predicted by themselves
   * @param coefficients whether it has any
   */
  byte strength(int segment, boolean divided, boolean coefficients) {
    if (level == 0) {
      return 0;
    }
    int own = segmented ? segmentLevels[segment] + (absolute ? 0 : level) : level;
    if (adjusts) {
      own += keyFrameLevel + (divided ? dividedLevel : 0);
    }
    int strength = Math.max(0, Math.min(MOST_LEVEL, own));
    return (byte) (strength + (divided || coefficients ? INSIDE : 0));
  }

  /** Filters macroblocks in their order. */
  void apply(byte[] strengths, int columns, Vp8Plane luma, Vp8Plane blue, Vp8Plane red) {
    for (int i = 0; i < strengths.length; i++) {
      int own = strengths[i] % INSIDE;
      if (own > 0) {
        boolean inside = strengths[i] >= INSIDE;
        int x = i % columns;
        int y = i / columns;
        macroblock(luma, BLOCK, x, y, own, inside);
        if (!simple) {
          macroblock(blue, BLOCK / 2, x, y, own, inside);
          macroblock(red, BLOCK / 2, x, y, own, inside);
        }
      }
    }
  }

  private void macroblock(Vp8Plane plane, int side, int x, int y, int own, boolean inside) {
    int at = plane.at(side * x, side * y);
    if (x > 0) {
      edge(plane, at, 1, plane.stride, side, own, true);
    }
    for (int i = 4; inside && i < side; i += 4) {
      edge(plane, at + i, 1, plane.stride, side, own, false);
    }
    if (y > 0) {
      edge(plane, at, plane.stride, 1, side, own, true);
    }
    for (int i = 4; inside && i < side; i += 4) {
      edge(plane, at + i * plane.stride, plane.stride, 1, side, own, false);
    }
  }

  private int interior(int own) {
    int limit = own;
    if (sharpness > 0) {
      limit = Math.min(9 - sharpness, limit >> (sharpness > 4 ? 2 : 1));
    }
    return Math.max(1, limit);
  }

  /**
   * Filters along an edge.
   *
   * @param at first sample behind the edge
   * @param across distance of samples across the edge
   * @param along distance of samples along the edge
   */
  private void edge(
      Vp8Plane plane, int at, int across, int along, int length, int own, boolean outer) {
    int interior = interior(own);
    int limit = 2 * (2 * own + interior + (outer ? 4 : 0)) + 1;
    int variance = own >= 40 ? 2 : own >= 15 ? 1 : 0;
    for (int i = 0; i < length; i++) {
      int q = at + i * along;
      if (!isWithin(plane, q, across, limit)) {
        continue;
      }
      if (simple) {
        common(plane, q, across);
      } else if (isSmooth(plane, q, across, interior)) {
        if (varies(plane, q, across, variance)) {
          common(plane, q, across);
        } else if (outer) {
          wide(plane, q, across);
        } else {
          narrow(plane, q, across);
        }
      }
    }
  }

  private static boolean isWithin(Vp8Plane s, int q, int step, int limit) {
    return 4 * difference(s, q - step, q) + difference(s, q - 2 * step, q + step) <= limit;
  }

  private static boolean isSmooth(Vp8Plane s, int q, int step, int limit) {
    for (int i = -4; i < 3; i++) {
      if (i != -1 && difference(s, q + i * step, q + (i + 1) * step) > limit) {
        return false;
      }
    }
    return true;
  }

  private static boolean varies(Vp8Plane s, int q, int step, int limit) {
    return difference(s, q - 2 * step, q - step) > limit || difference(s, q + step, q) > limit;
  }

  private static int difference(Vp8Plane s, int one, int other) {
    return Math.abs(s.get(one) - s.get(other));
  }

  private static void common(Vp8Plane s, int q, int step) {
    int a = 3 * (s.get(q) - s.get(q - step)) + signed(s.get(q - 2 * step) - s.get(q + step));
    add(s, q - step, small(a + 3));
    add(s, q, -small(a + 4));
  }

  private static void narrow(Vp8Plane s, int q, int step) {
    int a = 3 * (s.get(q) - s.get(q - step));
    int behind = small(a + 4);
    int outer = behind + 1 >> 1;
    add(s, q - 2 * step, outer);
    add(s, q - step, small(a + 3));
    add(s, q, -behind);
    add(s, q + step, -outer);
  }

  private static void wide(Vp8Plane s, int q, int step) {
    int a =
        signed(3 * (s.get(q) - s.get(q - step)) + signed(s.get(q - 2 * step) - s.get(q + step)));
    for (int i = 0; i < 3; i++) {
      int change = 9 * (3 - i) * a + 63 >> 7;
      add(s, q - (i + 1) * step, change);
      add(s, q + i * step, -change);
    }
  }

  private static void add(Vp8Plane s, int at, int change) {
    s.samples[at] = Vp8Plane.clip(s.get(at) + change);
  }

  private static int signed(int value) {
    return Math.max(-128, Math.min(127, value));
  }

  private static int small(int value) {
    return Math.max(-16, Math.min(15, value >> 3));
  }
}
