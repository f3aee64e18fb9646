package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Decodes an image where it lies. Equal ones are the same image of the same data set. */
public interface StoredImage {
  /**
   * Names it within its data set, wherever that lies: {@code val/n02086240/00001.JPEG} or {@code
   * test/17} for example.
   */
  String name();

  /**
   * Opens what decoding depends on, which identifies the image wherever it lies.
   *
   * @throws IOException if it cannot be read
   */
  InputStream open() throws IOException;

  /**
   * Reads its pixels.
   *
   * @throws ImageException if it cannot be read, naming it
   */
  DecodedImage decode();

  /**
   * Reads its pixels and makes something smaller of them, so that only as many large images are in
   * memory at the same time as fit.
   *
   * @param use decodes no other image
   * @throws ImageException if it cannot be read, naming it
   */
  default <T> T decode(Function<DecodedImage, T> use) {
    return use.apply(decode());
  }
}
