package io.github.vitlora.image;

/** Mixes inks as Pillow does. */
final class Cmyk {
  private Cmyk() {}

  /**
   * Returns how much light is left.
   *
   * @param ink cyan for red, magenta for green or yellow for blue, 0 to 255
   * @param notBlack 255 where there is no black ink
   */
  static byte light(int ink, int notBlack) {
    int product = notBlack * ink + 128;
    int covered = (product + (product >> 8)) >> 8;
    return (byte) Math.max(0, notBlack - covered);
  }
}
