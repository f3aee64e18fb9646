package io.github.vitlora.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image in a file of its own.
 *
 * @param file a JPEG, PNG, BMP or GIF
 */
public record ImageFile(Path file) implements StoredImage {

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public DecodedImage decode() {
    return ImageDecoder.decode(file);
  }
}
