package io.github.vitlora.image.webp;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * Decodes the key frame of VP8 that a lossy WebP consists of (RFC 6386), to the bit as libwebp
 * does.
 *
 * <p>ImageIO's readers of WebP in Java take the nearest sample of a colour difference where libwebp
 * interpolates ("fancy upsampling"), which moves edges between colours by tens of levels.
 */
public final class Vp8Frame {
  private static final int HEADER = 10;
  private static final int BLOCK = 16;
  private static final int MOST_SEGMENTS = 4;
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};

  /** The kinds of planes that coefficients are of. */
  private static final int LUMA_WITHOUT_FIRST = 0;

  private static final int SECOND_ORDER = 1;
  private static final int CHROMA = 2;
  private static final int LUMA = 3;
  private static final int NODES = 11;
  private static final int CONTEXTS = 3;

  /** How likely the bits of large coefficients are not set, by category. */
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final byte[] file;
  private final int end;
  private final int width;
  private final int height;
  private final int columns;
  private final int rows;
  private final Vp8BoolDecoder modes;
  private Vp8BoolDecoder[] partitions;

  private boolean segmented;
  private boolean segmentMap;
  private final int[] segmentProbabilities = {255, 255, 255};
  private final int[] segmentQuantizers = new int[MOST_SEGMENTS];
  private final Vp8LoopFilter filter = new Vp8LoopFilter();
  private final int[] coefficientProbabilities = Vp8Tables.COEFFICIENTS.clone();
  private boolean skips;
  private int skipProbability;

  /** By segment: first and other of luma, of second order, and of chroma. */
  private final int[][] quantizers = new int[MOST_SEGMENTS][6];

  /** Reads the header of the frame between two places of the file. */
  public Vp8Frame(byte[] file, int from, int end) throws IOException {
    if (end - from < HEADER) {
      throw new EOFException();
    }
    this.file = file;
    this.end = end;
    int tag = (int) WebpChunk.little(file, from, 3);
    if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0) {
      throw new IIOException("its frame is none that shows an image of its own");
    }
    if (WebpChunk.little(file, from + 3, 3) != 0x2a019d) {
      throw new IIOException("its frame has another beginning than VP8 has");
    }
    width = (int) WebpChunk.little(file, from + 6, 2) & 0x3fff;
    height = (int) WebpChunk.little(file, from + 8, 2) & 0x3fff;
    if (width == 0 || height == 0) {
      throw new IIOException("its frame has no pixel");
    }
    columns = (width + BLOCK - 1) / BLOCK;
    rows = (height + BLOCK - 1) / BLOCK;
    int first = from + HEADER;
    int firstEnd = first + (tag >> 5);
    if (firstEnd > end) {
      throw new EOFException();
    }
    modes = new Vp8BoolDecoder(file, first, firstEnd);
    readHeader(firstEnd);
  }

  /** Returns the number of pixels of a row. */
  public int width() {
    return width;
  }

  /** Returns the number of rows. */
  public int height() {
    return height;
  }

  private void readHeader(int firstEnd) throws IOException {
    // How colours are meant, and whether values are clipped, which all decoders do.
    modes.number(2);
    boolean absolute = readSegments();
    filter.read(modes, segmented, absolute);
    readPartitions(firstEnd);
    readQuantizers(absolute);
    // Whether probabilities outlast the frame.
    modes.bit();
    for (int i = 0; i < coefficientProbabilities.length; i++) {
      if (modes.bit(Vp8Tables.COEFFICIENT_UPDATES[i])) {
        coefficientProbabilities[i] = modes.number(8);
      }
    }
    skips = modes.bit();
    skipProbability = skips ? modes.number(8) : 0;
  }

  private boolean readSegments() {
    segmented = modes.bit();
    boolean absolute = true;
    if (segmented) {
      segmentMap = modes.bit();
      if (modes.bit()) {
        absolute = modes.bit();
        for (int i = 0; i < MOST_SEGMENTS; i++) {
          segmentQuantizers[i] = modes.optional(7);
        }
        for (int i = 0; i < MOST_SEGMENTS; i++) {
          filter.segmentLevels[i] = modes.optional(6);
        }
      }
      if (segmentMap) {
        for (int i = 0; i < segmentProbabilities.length; i++) {
          segmentProbabilities[i] = modes.bit() ? modes.number(8) : 255;
        }
      }
    }
    return absolute;
  }

  private void readPartitions(int sizes) throws IOException {
    partitions = new Vp8BoolDecoder[1 << modes.number(2)];
    int last = partitions.length - 1;
    int from = sizes + 3 * last;
    if (from >= end) {
      throw new EOFException();
    }
    for (int i = 0; i <= last; i++) {
      int size = i < last ? (int) WebpChunk.little(file, sizes + 3 * i, 3) : end - from;
      int to = Math.min(end, from + size);
      partitions[i] = new Vp8BoolDecoder(file, from, to);
      from = to;
    }
  }

  private void readQuantizers(boolean absolute) {
    int base = modes.number(7);
    int lumaFirst = modes.optional(4);
    int secondFirst = modes.optional(4);
    int secondOther = modes.optional(4);
    int chromaFirst = modes.optional(4);
    int chromaOther = modes.optional(4);
    for (int i = 0; i < MOST_SEGMENTS; i++) {
      int q = segmented ? segmentQuantizers[i] + (absolute ? 0 : base) : base;
      quantizers[i][0] = first(q + lumaFirst, 127);
      quantizers[i][1] = other(q);
      quantizers[i][2] = 2 * first(q + secondFirst, 127);
      quantizers[i][3] = Math.max(8, other(q + secondOther) * 101581 >> 16);
      quantizers[i][4] = first(q + chromaFirst, 117);
      quantizers[i][5] = other(q + chromaOther);
    }
  }

  private static int first(int index, int most) {
    return Vp8Tables.FIRST_QUANTIZERS[Math.max(0, Math.min(most, index))];
  }

  private static int other(int index) {
    return Vp8Tables.OTHER_QUANTIZERS[Math.max(0, Math.min(127, index))];
  }

  /**
   * Decodes the frame.
   *
   * @return red, green and blue: shape (height, width, 3)
   */
  public byte[] pixels() throws IOException {
    Vp8Plane luma = new Vp8Plane(BLOCK * columns, BLOCK * rows);
    Vp8Plane blue = new Vp8Plane(BLOCK / 2 * columns, BLOCK / 2 * rows);
    Vp8Plane red = new Vp8Plane(BLOCK / 2 * columns, BLOCK / 2 * rows);
    Pass pass = new Pass(luma, blue, red);
    byte[] strengths = new byte[columns * rows];
    for (int y = 0; y < rows; y++) {
      pass.startRow();
      for (int x = 0; x < columns; x++) {
        strengths[y * columns + x] = pass.decode(x, y);
      }
    }
    filter.apply(strengths, columns, luma, blue, red);
    return Vp8Colours.pixels(width, height, luma, blue, red);
  }

  /** Decodes macroblocks one after the other, and keeps what the next ones depend on. */
  private final class Pass {
    private final Vp8Plane luma;
    private final Vp8Plane blue;
    private final Vp8Plane red;

    /** The modes of the blocks above, four a macroblock, and of those before. */
    private final int[] modesAbove = new int[4 * columns];

    private final int[] modesBefore = new int[4];

    /** Whether blocks above had coefficients: four of luma, two each of chroma, second order. */
    private final boolean[][] above = new boolean[columns][9];

    private final boolean[] before = new boolean[9];
    private final int[] blockModes = new int[BLOCK];
    private final short[] coefficients = new short[24 * BLOCK];
    private final boolean[] present = new boolean[24];
    private final int[] edge = new int[Vp8Plane.EDGE];

    Pass(Vp8Plane luma, Vp8Plane blue, Vp8Plane red) {
      this.luma = luma;
      this.blue = blue;
      this.red = red;
    }

    void startRow() {
      Arrays.fill(modesBefore, Vp8Plane.DC);
      Arrays.fill(before, false);
    }

    /** Returns how the macroblock is to be filtered. */
    byte decode(int x, int y) throws IOException {
      int segment = 0;
      if (segmentMap) {
        segment =
            modes.bit(segmentProbabilities[0])
                ? modes.bit(segmentProbabilities[2]) ? 3 : 2
                : modes.bit(segmentProbabilities[1]) ? 1 : 0;
      }
      boolean skipped = skips && modes.bit(skipProbability);
      boolean divided = !modes.bit(145);
      int mode = divided ? readBlockModes(x) : readMode(x);
      int chromaMode =
          !modes.bit(142)
              ? Vp8Plane.DC
              : !modes.bit(114)
                  ? Vp8Plane.VERTICAL
                  : modes.bit(183) ? Vp8Plane.TRUE_MOTION : Vp8Plane.HORIZONTAL;
      if (modes.isExhausted()) {
        throw new EOFException();
      }
      Arrays.fill(coefficients, (short) 0);
      Arrays.fill(present, false);
      boolean any = !skipped && readCoefficients(x, y, divided, quantizers[segment]);
      if (skipped) {
        boolean secondAbove = above[x][8];
        boolean secondBefore = before[8];
        Arrays.fill(above[x], false);
        Arrays.fill(before, false);
        above[x][8] = divided && secondAbove;
        before[8] = divided && secondBefore;
      }
      if (divided) {
        predictBlocks(x, y);
      } else {
        luma.predict(BLOCK * x, BLOCK * y, BLOCK, mode);
        addBlocks(luma, luma.at(BLOCK * x, BLOCK * y), 4, 0);
      }
      for (Vp8Plane plane : new Vp8Plane[] {blue, red}) {
        plane.predict(BLOCK / 2 * x, BLOCK / 2 * y, BLOCK / 2, chromaMode);
        int at = plane.at(BLOCK / 2 * x, BLOCK / 2 * y);
        addBlocks(plane, at, 2, plane == blue ? 16 : 20);
      }
      return filter.strength(segment, divided, any);
    }

    private int readMode(int x) {
      int mode =
          modes.bit(156)
              ? modes.bit(128) ? Vp8Plane.TRUE_MOTION : Vp8Plane.HORIZONTAL
              : modes.bit(163) ? Vp8Plane.VERTICAL : Vp8Plane.DC;
      Arrays.fill(modesAbove, 4 * x, 4 * x + 4, mode);
      Arrays.fill(modesBefore, mode);
      return mode;
    }

    private int readBlockModes(int x) {
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 4; column++) {
          int mode = readBlockMode(9 * (10 * modesAbove[4 * x + column] + modesBefore[row]));
          modesAbove[4 * x + column] = mode;
          modesBefore[row] = mode;
          blockModes[4 * row + column] = mode;
        }
      }
      return Vp8Plane.DC;
    }

    /** The tree of section 11.2, whose probabilities begin at this place of the table. */
    private int readBlockMode(int from) {
      int[] p = Vp8Tables.MODES;
      if (!modes.bit(p[from])) {
        return 0;
      }
      if (!modes.bit(p[from + 1])) {
        return 1;
      }
      if (!modes.bit(p[from + 2])) {
        return 2;
      }
      if (!modes.bit(p[from + 3])) {
        return !modes.bit(p[from + 4]) ? 3 : !modes.bit(p[from + 5]) ? 4 : 5;
      }
      if (!modes.bit(p[from + 6])) {
        return 6;
      }
      return !modes.bit(p[from + 7]) ? 7 : !modes.bit(p[from + 8]) ? 8 : 9;
    }

    /** Returns whether there is any coefficient. */
    private boolean readCoefficients(int x, int y, boolean divided, int[] q) throws IOException {
      Vp8BoolDecoder in = partitions[y & partitions.length - 1];
      boolean[] up = above[x];
      boolean any = false;
      if (!divided) {
        short[] second = new short[BLOCK];
        int count = read(in, SECOND_ORDER, up[8], before[8], 0, q[2], q[3], second, 0);
        up[8] = count > 0;
        before[8] = count > 0;
        spread(second);
        for (int i = 0; i < BLOCK; i++) {
          present[i] = coefficients[BLOCK * i] != 0;
          any |= present[i];
        }
      }
      int kind = divided ? LUMA : LUMA_WITHOUT_FIRST;
      int start = divided ? 0 : 1;
      for (int i = 0; i < 16; i++) {
        any |= read(in, kind, up, i % 4, i / 4, start, q[0], q[1], i);
      }
      for (int i = 16; i < 24; i++) {
        int offset = i < 20 ? 4 : 6;
        any |= read(in, CHROMA, up, offset + i % 2, offset + (i % 4) / 2, 0, q[4], q[5], i);
      }
      if (in.isExhausted()) {
        throw new EOFException();
      }
      return any;
    }

    /** Reads a block's coefficients; returns whether there is one. */
    private boolean read(
        Vp8BoolDecoder in,
        int kind,
        boolean[] up,
        int column,
        int row,
        int start,
        int first,
        int other,
        int block) {
      int count =
          read(in, kind, up[column], before[row], start, first, other, coefficients, BLOCK * block);
      boolean some = count > start;
      up[column] = some;
      before[row] = some;
      present[block] |= count > 0 && some;
      return some;
    }

    /** Section 13: returns the number of the last coefficient, from 1, or the start. */
    private int read(
        Vp8BoolDecoder in,
        int kind,
        boolean above,
        boolean before,
        int start,
        int first,
        int other,
        short[] to,
        int at) {
      int[] p = coefficientProbabilities;
      int node = node(kind, start, (above ? 1 : 0) + (before ? 1 : 0));
      int n = start;
      while (n < BLOCK) {
        if (!in.bit(p[node])) {
          return n;
        }
        while (!in.bit(p[node + 1])) {
          n++;
          if (n == BLOCK) {
            return BLOCK;
          }
          node = node(kind, n, 0);
        }
        int value = in.bit(p[node + 2]) ? large(in, node) : 1;
        int place = at + ZIGZAG[n];
        to[place] = (short) (in.signed(value) * (n == 0 ? first : other));
        n++;
        node = node(kind, n, value == 1 ? 1 : 2);
      }
      return BLOCK;
    }

    private static int node(int kind, int n, int context) {
      return NODES * (CONTEXTS * (8 * kind + BANDS[n]) + context);
    }

    private int large(Vp8BoolDecoder in, int node) {
      int[] p = coefficientProbabilities;
      if (!in.bit(p[node + 3])) {
        return !in.bit(p[node + 4]) ? 2 : in.bit(p[node + 5]) ? 4 : 3;
      }
      if (!in.bit(p[node + 6])) {
        if (!in.bit(p[node + 7])) {
          return in.bit(159) ? 6 : 5;
        }
        int high = in.bit(165) ? 2 : 0;
        return 7 + high + (in.bit(145) ? 1 : 0);
      }
      boolean upper = in.bit(p[node + 8]);
      int category = (upper ? 2 : 0) + (in.bit(p[node + (upper ? 10 : 9)]) ? 1 : 0);
      int value = 0;
      for (int probability : LARGE[category]) {
        value = 2 * value + (in.bit(probability) ? 1 : 0);
      }
      return 3 + (8 << category) + value;
    }

    /** Gives the blocks their first coefficients (section 14.3). */
    private void spread(short[] second) {
      int[] columns = new int[BLOCK];
      for (int i = 0; i < 4; i++) {
        int a0 = second[i] + second[12 + i];
        int a1 = second[4 + i] + second[8 + i];
        int a2 = second[4 + i] - second[8 + i];
        int a3 = second[i] - second[12 + i];
        columns[i] = a0 + a1;
        columns[8 + i] = a0 - a1;
        columns[4 + i] = a3 + a2;
        columns[12 + i] = a3 - a2;
      }
      for (int i = 0; i < 4; i++) {
        int from = 4 * i;
        int a0 = columns[from] + 3 + columns[from + 3];
        int a1 = columns[from + 1] + columns[from + 2];
        int a2 = columns[from + 1] - columns[from + 2];
        int a3 = columns[from] + 3 - columns[from + 3];
        coefficients[BLOCK * from] = (short) (a0 + a1 >> 3);
        coefficients[BLOCK * (from + 1)] = (short) (a3 + a2 >> 3);
        coefficients[BLOCK * (from + 2)] = (short) (a0 - a1 >> 3);
        coefficients[BLOCK * (from + 3)] = (short) (a3 - a2 >> 3);
      }
    }

    private void predictBlocks(int x, int y) {
      int right = BLOCK * x + BLOCK;
      for (int i = 0; i < BLOCK; i++) {
        int at = luma.at(BLOCK * x + i % 4 * 4, BLOCK * y + i / 4 * 4);
        for (int j = 0; j < 4; j++) {
          edge[4 - j] = luma.get(at + j * luma.stride - 1);
          edge[6 + j] = luma.get(at - luma.stride + j);
          // Right of the macroblock only the row above it is known, and at the image's edge its
          // last sample stands for it.
          int beyond =
              i % 4 < 3
                  ? at - luma.stride + 4 + j
                  : y == 0 || x < columns - 1
                      ? luma.at(right + j, BLOCK * y - 1)
                      : luma.at(right - 1, BLOCK * y - 1);
          edge[10 + j] = luma.get(beyond);
        }
        edge[0] = edge[1];
        edge[5] = luma.get(at - luma.stride - 1);
        edge[14] = edge[13];
        luma.predictBlock(at, blockModes[i], edge);
        if (present[i]) {
          luma.add(at, coefficients, BLOCK * i);
        }
      }
    }

    private void addBlocks(Vp8Plane plane, int at, int side, int first) {
      for (int i = 0; i < side * side; i++) {
        if (present[first + i]) {
          plane.add(
              at + i / side * 4 * plane.stride + i % side * 4, coefficients, BLOCK * (first + i));
        }
      }
    }
  }
}
