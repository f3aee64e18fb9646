package io.github.vitlora.bench;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.ImageDecoder;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.transform.Augmentation;
import io.github.vitlora.transform.Crops;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the way from a JPEG file of 320 pixels to normalised values. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 50)
@Measurement(iterations = 100)
@Fork(2)
public class ImagePipelineBenchmark {

  private static final int WIDTH = 426;
  private static final int HEIGHT = 320;
  private static final int SIDE = 224;

  private final FloatBuffer values = FloatBuffer.allocate(3 * SIDE * SIDE);
  private Path file;
  private ImageTransform transform;
  private DecodedImage decoded;
  private byte[] crop;
  private Crops cropped;
  private Crops augmented;
  private int place;

  /** Is called by JMH. */
  public ImagePipelineBenchmark() {}

  /** Draws a picture. */
  @Setup
  public void setUp() throws IOException {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = picture.createGraphics();
    for (int i = 0; i < WIDTH; i += 7) {
      brush.setPaint(
          new GradientPaint(i, 0, Color.getHSBColor(i / 97f, 1, 1), 0, HEIGHT, Color.GRAY));
      brush.fillOval(i, (i * i) % HEIGHT, 40, 60);
    }
    brush.dispose();
    file = Files.createTempFile("vitlora-bench", ".jpg");
    ImageIO.write(picture, "jpg", file.toFile());
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    transform = new ImageTransform(new TransformSpec(SIDE, SIDE, half, half));
    decoded = ImageDecoder.decode(file, Orientation.APPLY);
    crop = transform.crop(decoded);
    AugmentationSpec crops =
        new AugmentationSpec(
            0.5, Optional.of(new AugmentationSpec.ResizedCrop(0.08, 1, 0.75, 4 / 3.0)));
    cropped = of(crops);
    augmented =
        of(
            crops.with(
                to ->
                    to.randAugment(new AugmentationSpec.RandAugment(2, 9))
                        .colourJitter(new AugmentationSpec.ColourJitter(0.4, 0.4, 0.4, 0.1))));
  }

  private Crops of(AugmentationSpec spec) {
    return new Augmentation(spec, new RandomStreams(1)).of(new DecodedCache(transform, 0), 1, 0);
  }

  /** Deletes the picture. */
  @TearDown
  public void tearDown() throws IOException {
    Files.delete(file);
  }

  /** Decodes a JPEG file to pixels. */
  @Benchmark
  public DecodedImage decode() {
    return ImageDecoder.decode(file, Orientation.APPLY);
  }

  /** Resizes pixels to 224 by 224. */
  @Benchmark
  public byte[] resize() {
    return transform.crop(decoded);
  }

  /** Decodes a JPEG file to a random window, at times mirrored. */
  @Benchmark
  public byte[] cropAtRandom() {
    return cropped.crop(new ImageFile(file), place++);
  }

  /** Decodes a JPEG file to the same, with two operations of RandAugment and changed colours. */
  @Benchmark
  public byte[] augment() {
    return augmented.crop(new ImageFile(file), place++);
  }

  /** Normalises bytes. */
  @Benchmark
  public FloatBuffer normalize() {
    transform.normalize(crop, values.clear());
    return values;
  }
}
