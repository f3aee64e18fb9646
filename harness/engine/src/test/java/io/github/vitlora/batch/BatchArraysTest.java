package io.github.vitlora.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.PixelBuffer;
import io.github.vitlora.testing.TestImages;
import io.github.vitlora.transform.ImageTransform;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch as the engine's arrays. */
class BatchArraysTest {

  private final ImageTransform transform =
      new ImageTransform(
          new TransformSpec(4, 4, List.of(0.5f, 0.4f, 0.3f), List.of(0.2f, 0.3f, 0.4f)));
  private final Batch batch =
      new Batch(
          transform,
          List.of(
              new LabelledImage(new ImageFile(Path.of("a.png")), 3),
              new LabelledImage(new ImageFile(Path.of("b.png")), 1)),
          List.of(transform.crop(TestImages.noise(9, 5)), transform.crop(TestImages.noise(4, 6))));

  @Test
  void aBufferServesBatchesOfAllSizesAndArraysKeepTheirValues() {
    Batch first = batch.pieces(1).get(0);
    Batch last = batch.pieces(1).get(1);
    PixelBuffer scratch = new PixelBuffer();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray small = first.toPixels(manager, scratch);
      NDArray large = batch.toPixels(manager, scratch);
      NDArray smallAgain = last.toPixels(manager, scratch);

      assertThat(small.toFloatArray()).isEqualTo(first.pixels());
      assertThat(large.toFloatArray()).isEqualTo(batch.pixels());
      assertThat(smallAgain.toFloatArray()).isEqualTo(last.pixels());
      assertThat(manager.getManagedArrays()).containsExactlyInAnyOrder(small, large, smallAgain);
    }
  }

  @Test
  void theBufferIsTheSameUntilABatchIsLarger() {
    PixelBuffer scratch = new PixelBuffer();
    ByteBuffer bytes = scratch.bytes(64);

    assertThat(scratch.bytes(16)).isSameAs(bytes);
    assertThat(scratch.bytes(16).remaining()).isEqualTo(16);
    assertThat(scratch.bytes(64)).isSameAs(bytes);
    assertThat(scratch.bytes(65).remaining()).isEqualTo(65);
  }

  @Test
  void arraysHoldTheBatch() {
    try (NDManager manager = NDManager.newBaseManager();
        NDArray pixels = batch.toPixels(manager);
        NDArray labels = batch.labels(manager)) {
      assertThat(pixels.getShape()).isEqualTo(new Shape(2, 3, 4, 4));
      assertThat(pixels.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(pixels.toFloatArray()).isEqualTo(batch.pixels());
      assertThat(labels.getShape()).isEqualTo(new Shape(2));
      assertThat(labels.toLongArray()).containsExactly(3, 1);
    }
  }
}
