package io.github.vitlora.data;

import java.io.IOException;
import java.io.InputStream;

/** An image where it lies. Equal ones are the same image of the same data set. */
public sealed interface StoredImage permits ImageFile, IdxImage, FractalImage, RotatedImage {

  /**
   * What decoding depends on, which identifies the image wherever it lies.
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
