package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.ImageException;
import java.io.IOException;
import java.io.InputStream;

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
}
