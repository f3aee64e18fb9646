package io.github.vitlora.regime;

/**
 * The rank of some adapters, whatever that of the others is.
 *
 * @param target suffix of the names of their layers
 * @param rank positive
 */
public record TargetRank(String target, int rank) {

  /** Reads {@code mlp.fc1=4}. */
  public static TargetRank parse(String text) {
    int sign = text.lastIndexOf('=');
    return new TargetRank(text.substring(0, sign), Integer.parseInt(text.substring(sign + 1)));
  }

  /** As descriptors have it. */
  @Override
  public String toString() {
    return target + "=" + rank;
  }
}
