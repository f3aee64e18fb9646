package io.github.vitlora.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds images that are there more than once. What it remembers of an image are 48 bytes, so that a
 * million images fit into 48 MB.
 */
final class DuplicateSearch {
  /** Hashes that differ in at most so many bits look the same at first glance. */
  private static final int MOST_BITS = 25;

  /** Cells that differ by at most so many levels of 255 on average look the same at all. */
  private static final double MOST_LEVELS = 4;

  private static final int BAND_BITS = 16;
  private static final int BANDS = ImageHash.LONGS * Long.SIZE / BAND_BITS;

  /** Images that share a band and nothing else; beyond so many, what they share says nothing. */
  private static final int MOST_OF_A_BAND = 500;

  private final long[] contents;
  private final long[] hashes;
  private final int[] leaders;

  /** Makes room for so many images. */
  DuplicateSearch(int images) {
    contents = new long[2 * images];
    hashes = new long[ImageHash.LONGS * images];
    leaders = IntStream.range(0, images).toArray();
  }

  /**
   * Remembers an image; several threads may at once.
   *
   * @param image its number
   * @param sha256 of its bytes, in hexadecimal
   * @param hash of how it looks
   */
  void add(int image, String sha256, long[] hash) {
    contents[2 * image] = Long.parseUnsignedLong(sha256, 0, 16, 16);
    contents[2 * image + 1] = Long.parseUnsignedLong(sha256, 16, 32, 16);
    System.arraycopy(hash, 0, hashes, ImageHash.LONGS * image, ImageHash.LONGS);
  }

  /**
   * Returns the groups of images that are the same, or look the same; numbers rise in each, and
   * groups by their first.
   *
   * @param cells gives those of an image, or null where it cannot be read
   */
  List<List<Integer>> groups(IntFunction<float[]> cells) {
    int images = leaders.length;
    Integer[] order = IntStream.range(0, images).boxed().toArray(Integer[]::new);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingLong(i -> contents[2 * i])
            .thenComparingLong(i -> contents[2 * i + 1]));
    for (int i = 1; i < images; i++) {
      if (isKnown(order[i]) && sameBytes(order[i - 1], order[i])) {
        join(order[i - 1], order[i]);
      }
    }
    for (int band = 0; band < BANDS; band++) {
      joinThoseOfABand(band, cells);
    }
    TreeMap<Integer, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < images; i++) {
      groups.computeIfAbsent(leader(i), key -> new ArrayList<>()).add(i);
    }
    return groups.values().stream()
        .filter(group -> group.size() > 1)
        .sorted(Comparator.comparing(group -> group.get(0)))
        .toList();
  }

  /** Returns whether all images of a group have the same bytes. */
  boolean isExact(List<Integer> group) {
    return group.stream().allMatch(image -> sameBytes(group.get(0), image));
  }

  private boolean isKnown(int image) {
    return contents[2 * image] != 0 || contents[2 * image + 1] != 0;
  }

  private boolean sameBytes(int one, int other) {
    return contents[2 * one] == contents[2 * other]
        && contents[2 * one + 1] == contents[2 * other + 1];
  }

  /** Images that look the same share a band, unless their few different bits lie in all of them. */
  private void joinThoseOfABand(int band, IntFunction<float[]> cells) {
    long[] keys =
        IntStream.range(0, leaders.length)
            .filter(this::hasHash)
            .mapToLong(image -> bits(image, band) << Integer.SIZE | image)
            .sorted()
            .toArray();
    for (int from = 0; from < keys.length; ) {
      int to = from + 1;
      while (to < keys.length && keys[to] >>> Integer.SIZE == keys[from] >>> Integer.SIZE) {
        to++;
      }
      if (to - from <= MOST_OF_A_BAND) {
        for (int i = from; i < to; i++) {
          for (int j = i + 1; j < to; j++) {
            joinIfAlike((int) keys[i], (int) keys[j], cells);
          }
        }
      }
      from = to;
    }
  }

  private boolean hasHash(int image) {
    for (int i = 0; i < ImageHash.LONGS; i++) {
      if (hashes[ImageHash.LONGS * image + i] != 0) {
        return true;
      }
    }
    return false;
  }

  private long bits(int image, int band) {
    int bit = band * BAND_BITS;
    long word = hashes[ImageHash.LONGS * image + bit / Long.SIZE];
    return word >>> bit % Long.SIZE & (1L << BAND_BITS) - 1;
  }

  private void joinIfAlike(int one, int other, IntFunction<float[]> cells) {
    if (leader(one) == leader(other)
        || ImageHash.distance(hashes, ImageHash.LONGS * one, ImageHash.LONGS * other) > MOST_BITS) {
      return;
    }
    float[] first = cells.apply(one);
    float[] second = cells.apply(other);
    if (first != null && second != null && ImageHash.difference(first, second) <= MOST_LEVELS) {
      join(one, other);
    }
  }

  private int leader(int image) {
    int leader = image;
    while (leaders[leader] != leader) {
      leaders[leader] = leaders[leaders[leader]];
      leader = leaders[leader];
    }
    return leader;
  }

  private void join(int one, int other) {
    int first = leader(one);
    int second = leader(other);
    leaders[Math.max(first, second)] = Math.min(first, second);
  }
}
