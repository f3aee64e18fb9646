package io.github.vitlora.regime;

/**
 * Transformer blocks that follow one another.
 *
 * @param first index of the lowest, from 0
 * @param last index of the highest, which belongs to them
 */
public record BlockRange(int first, int last) {

  /** Reads {@code 6-11}, or {@code 6} for one block. */
  public static BlockRange parse(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? new BlockRange(Integer.parseInt(text), Integer.parseInt(text))
        : new BlockRange(
            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  public boolean contains(int block) {
    return first <= block && block <= last;
  }

  /** As descriptors have it. */
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
