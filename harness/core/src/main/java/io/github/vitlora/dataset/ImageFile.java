package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.ImageDecoder;
import io.github.vitlora.io.StorableName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes an image that has a file of its own.
 *
 * @param file a JPEG, PNG, BMP or GIF
 * @param name within its data set
 */
public record ImageFile(Path file, String name) implements StoredImage {
  /** Takes a file of no data set, named as it is. */
  public ImageFile(Path file) {
    this(file, file.getFileName().toString());
  }

  /** Returns a file of a data set, named by its path below the data set's folder, with slashes. */
  static ImageFile below(Path root, Path file) {
    List<String> parts = new ArrayList<>();
    root.relativize(file).forEach(part -> parts.add(StorableName.ownName(part)));
    return new ImageFile(file, String.join("/", parts));
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public DecodedImage decode() {
    return ImageDecoder.decode(file);
  }
}
