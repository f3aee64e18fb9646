package io.github.vitlora.image;

import java.io.IOException;
import java.util.Optional;

/** Reads one image, of whose file it knows the header. */
interface FormatReader extends AutoCloseable {
  /** Returns the width in pixels, as stored. */
  int width();

  /** Returns the height in pixels, as stored. */
  int height();

  /** Returns Pillow's name for what a pixel consists of. */
  String mode();

  /** Returns how many bytes reading takes for each pixel, beside the three that come out. */
  int bytesPerPixel();

  /** Returns whether a part of the rows can be read, in so much less memory. */
  boolean readsStrips();

  /**
   * Reads red, green and blue of every pixel.
   *
   * @param rows to be read at once; all of them if it reads no strips
   * @return shape (height, width, 3)
   * @throws IOException if the file is damaged beyond what its readers make up for
   */
  byte[] read(int rows) throws IOException;

  /** Returns what was found to be wrong while reading, which the reader made up for. */
  default Optional<String> damage() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
