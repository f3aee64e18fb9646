package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A grey image that lies with others in an IDX file, which is in memory.
 *
 * @param images of the file
 * @param index of this one, from 0
 */
record IdxImage(IdxImages images, int index) implements StoredImage {

  @Override
  public String name() {
    return images.name(index);
  }

  /** Its height and width, which the file has once for all, and its pixels. */
  @Override
  public InputStream open() {
    DecodedImage image = decode();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + image.pixels().length);
    bytes.putInt(image.height()).putInt(image.width()).put(image.pixels());
    return new ByteArrayInputStream(bytes.array());
  }

  @Override
  public DecodedImage decode() {
    return images.decode(index);
  }
}
