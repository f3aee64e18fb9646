package io.github.vitlora.attention;

/**
 * The colours of the maps. Both scales can be read with any colour vision.
 *
 * <p>Amounts are drawn in cividis (Nuñez, Anderton and Renslow 2018,
 * doi:10.1371/journal.pone.0199239), which is perceptually uniform and made for colour-vision
 * deficiency, by its usual polynomials. Changes are drawn in the orange (more) and blue (less) of
 * Okabe and Ito's palette, the more opaque the larger they are, so that where nothing changed the
 * photograph is seen as it is.
 */
final class Colours {
  private static final double[] RED = {-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57};
  private static final double[] GREEN = {32.49, 170.73, 52.82, -131.46, 176.58, -67.37};
  private static final double[] BLUE = {81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67};

  /** Not transparent enough to be missed, not opaque enough to hide the photograph. */
  private static final double MOST_OPAQUE = 0.85;

  private static final int MORE = 0xe69f00;
  private static final int LESS = 0x0072b2;

  private Colours() {}

  /**
   * The colour of an amount.
   *
   * @param amount from 0 to 1
   * @return opaque, as 0xAARRGGBB
   */
  static int amount(double amount) {
    return 0xff000000
        | polynomial(RED, amount) << 16
        | polynomial(GREEN, amount) << 8
        | polynomial(BLUE, amount);
  }

  /**
   * The colour of a change.
   *
   * @param change from -1 to 1
   * @return 0xAARRGGBB, fully transparent for no change
   */
  static int change(double change) {
    int opacity = (int) Math.round(255 * MOST_OPAQUE * Math.min(1, Math.abs(change)));
    return opacity << 24 | (change < 0 ? LESS : MORE);
  }

  private static int polynomial(double[] coefficients, double x) {
    double value = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      value = value * x + coefficients[i];
    }
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }
}
