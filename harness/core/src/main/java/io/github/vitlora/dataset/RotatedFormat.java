package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.source.Sources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns each image of another data set by no, one, two and three quarters; the turn is the class.
 *
 * @param of the other data set
 */
record RotatedFormat(DatasetFormat of) implements DatasetFormat {
  /** Opens the other data set. */
  static DatasetFormat open(DatasetOrigin.Rotations rotations, DatasetSpec spec, Sources sources) {
    return new RotatedFormat(DatasetFormat.open(spec.withOrigin(rotations.of()), sources));
  }

  @Override
  public String place() {
    return of.place();
  }

  @Override
  public Split read(String split) {
    List<LabelledImage> rotated = new ArrayList<>();
    for (LabelledImage image : of.read(split).images()) {
      for (int quarters = 0; quarters < DatasetOrigin.Rotations.CLASSES.size(); quarters++) {
        rotated.add(new LabelledImage(new RotatedImage(image.image(), quarters), quarters));
      }
    }
    return new Split(DatasetOrigin.Rotations.CLASSES, rotated);
  }

  /**
   * Turns an image by quarters.
   *
   * @param of the image as it lies
   * @param quarters quarter turns counterclockwise, 0 to 3
   */
  record RotatedImage(StoredImage of, int quarters) implements StoredImage {
    private static final int RIGHT_ANGLE = 90;

    @Override
    public String name() {
      return of.name() + "@" + RIGHT_ANGLE * quarters;
    }

    @Override
    public InputStream open() throws IOException {
      return new SequenceInputStream(
          new ByteArrayInputStream(new byte[] {(byte) quarters}), of.open());
    }

    @Override
    public DecodedImage decode() {
      DecodedImage turned = of.decode();
      for (int i = 0; i < quarters; i++) {
        turned = quarterTurn(turned);
      }
      return turned;
    }

    private static DecodedImage quarterTurn(DecodedImage image) {
      int width = image.height();
      int height = image.width();
      int channels = image.channels();
      byte[] pixels = new byte[image.pixels().length];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          // What was at the right edge comes to the top.
          int from = (x * image.width() + (image.width() - 1 - y)) * channels;
          System.arraycopy(image.pixels(), from, pixels, (y * width + x) * channels, channels);
        }
      }
      return new DecodedImage(width, height, channels, pixels);
    }
  }
}
