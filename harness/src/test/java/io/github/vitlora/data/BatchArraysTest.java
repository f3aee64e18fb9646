package io.github.vitlora.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.experiment.TransformSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch as the engine's arrays. */
class BatchArraysTest {

  @Test
  void arraysHoldTheBatch() {
    ImageTransform transform =
        new ImageTransform(
            new TransformSpec(4, 4, List.of(0.5f, 0.4f, 0.3f), List.of(0.2f, 0.3f, 0.4f)));
    Batch batch =
        new Batch(
            transform,
            List.of(new LabelledImage(Path.of("a.png"), 3), new LabelledImage(Path.of("b.png"), 1)),
            List.of(
                transform.crop(TestImages.noise(9, 5)), transform.crop(TestImages.noise(4, 6))));

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
