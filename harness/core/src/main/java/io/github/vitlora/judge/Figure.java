package io.github.vitlora.judge;

/** A figure of a trial, with what it means for two of its kind to be near. */
sealed interface Figure {

  /** How {@code repeated} compares with this. */
  default Agreement compare(Figure repeated, double tolerance) {
    if (equals(repeated)) {
      return Agreement.BIT_EQUAL;
    }
    return repeated.getClass() == getClass() && distance(repeated) <= tolerance
        ? Agreement.WITHIN_TOLERANCE
        : Agreement.DIFFERENT;
  }

  /** Between two figures of this class; not a number where they cannot be compared. */
  double distance(Figure other);

  /** The figure for people, with every digit that tells it from its neighbours. */
  String text();

  /**
   * A share of images; the distance is absolute.
   *
   * @param value between 0 and 1
   */
  record Share(double value) implements Figure {
    @Override
    public double distance(Figure other) {
      return Math.abs(value - ((Share) other).value);
    }

    @Override
    public String text() {
      return Double.toString(value);
    }
  }

  /**
   * A loss; the distance is relative to the larger of the two.
   *
   * @param value in nats
   */
  record Loss(double value) implements Figure {
    @Override
    public double distance(Figure other) {
      double theirs = ((Loss) other).value;
      return Math.abs(value - theirs) / Math.max(Math.abs(value), Math.abs(theirs));
    }

    @Override
    public String text() {
      return Double.toString(value);
    }
  }

  /**
   * Something that is the same or is not.
   *
   * @param text the figure as text
   */
  record Exact(String text) implements Figure {
    @Override
    public double distance(Figure other) {
      return Double.NaN;
    }
  }
}
