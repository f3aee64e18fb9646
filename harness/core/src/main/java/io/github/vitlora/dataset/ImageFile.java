package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.ImageDecoder;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.io.StorableName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Decodes an image that has a file of its own.
 *
 * @param file in one of the formats that {@link ImageDecoder} reads
 * @param name within its data set
 * @param orientation whether the image is turned as its camera was held
 */
public record ImageFile(Path file, String name, Orientation orientation) implements StoredImage {
  /** Takes a file of no data set, named as it is, and upright. */
  public ImageFile(Path file) {
    this(file, file.getFileName().toString());
  }

  /** Takes a file of no data set, upright. */
  public ImageFile(Path file, String name) {
    this(file, name, Orientation.APPLY);
  }

  /** Returns a file of a data set, named by its path below the data set's folder, with slashes. */
  static ImageFile below(Path root, Path file, Orientation orientation) {
    List<String> parts = new ArrayList<>();
    root.relativize(file).forEach(part -> parts.add(StorableName.ownName(part)));
    return new ImageFile(file, String.join("/", parts), orientation);
  }

  /** Gives the file, and before it how it is turned, if it is. */
  @Override
  public InputStream open() throws IOException {
    if (orientation == Orientation.IGNORE) {
      return Files.newInputStream(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    InputStream in = new ByteArrayInputStream(bytes);
    int turn = ImageDecoder.orientation(bytes);
    if (turn == 1) {
      return in;
    }
    byte[] turned = ("orientation " + turn + "\n").getBytes(StandardCharsets.US_ASCII);
    return new SequenceInputStream(new ByteArrayInputStream(turned), in);
  }

  @Override
  public DecodedImage decode() {
    return ImageDecoder.decode(file, orientation);
  }

  @Override
  public <T> T decode(Function<DecodedImage, T> use) {
    return ImageDecoder.use(file, orientation, use);
  }
}
