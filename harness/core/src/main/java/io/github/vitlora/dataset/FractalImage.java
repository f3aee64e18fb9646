package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.SplittableRandom;

/**
 * A drawn fractal.
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
    return new ByteArrayInputStream(draw());
  }

  @Override
  public DecodedImage decode() {
    return new DecodedImage(side, side, 1, draw());
  }

  private byte[] draw() {
    byte[] drawn = system.draw(side, POINTS_PER_PIXEL * side * side, new SplittableRandom(seed));
    if (mirrored) {
      for (int row = 0; row < side; row++) {
        reverse(drawn, row * side, side);
      }
    }
    return drawn;
  }

  private static void reverse(byte[] values, int start, int count) {
    for (int i = 0; i < count / 2; i++) {
      byte left = values[start + i];
      values[start + i] = values[start + count - 1 - i];
      values[start + count - 1 - i] = left;
    }
  }

  /** Share of the pixels that are not black. */
  double filled() {
    byte[] drawn = draw();
    int visited = 0;
    for (byte pixel : drawn) {
      visited += pixel == 0 ? 0 : 1;
    }
    return (double) visited / drawn.length;
  }
}
