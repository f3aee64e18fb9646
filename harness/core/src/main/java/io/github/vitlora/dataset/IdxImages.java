package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import java.util.Arrays;

/** The grey images of one IDX file, all of a size. */
final class IdxImages {

  private final String split;
  private final int height;
  private final int width;
  private final byte[] pixels;

  /**
   * The images of a file of three dimensions.
   *
   * @param images count, height and width
   * @param split that the file holds
   */
  IdxImages(IdxFile images, String split) {
    this.split = split;
    height = images.sizes()[1];
    width = images.sizes()[2];
    pixels = images.values();
  }

  String name(int index) {
    return split + "/" + index;
  }

  DecodedImage decode(int index) {
    int from = index * height * width;
    byte[] own = Arrays.copyOfRange(pixels, from, from + height * width);
    return new DecodedImage(width, height, 1, own);
  }
}
