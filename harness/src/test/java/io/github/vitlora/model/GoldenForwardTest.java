package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.testing.SharedMaterial;
import java.io.IOException;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** A real checkpoint on real photographs, held against an independent implementation. */
class GoldenForwardTest {
  private static final Architecture DEIT_TINY =
      Architecture.named("deit_tiny_patch16_224").orElseThrow();

  @Test
  void logitsAndAttentionOfTheCheckpoint() throws IOException {
    try (SafetensorsFile golden =
            SafetensorsFile.open(SharedMaterial.file("golden/forward.safetensors"));
        SafetensorsFile checkpoint =
            SafetensorsFile.open(
                SharedMaterial.file("hub/timm/deit_tiny_patch16_224.fb_in1k/model.safetensors"));
        NDManager manager = NDManager.newBaseManager();
        TunableModel model = TunableModel.whole(manager, DEIT_TINY, checkpoint)) {
      NDArray pixels =
          manager.create(floats(golden, "pixel_values"), new Shape(golden.shape("pixel_values")));

      NDArray logits = model.network().logits(pixels, false);

      assertThat(logits.getShape()).isEqualTo(new Shape(8, 1000));
      assertThat(logits.toFloatArray()).containsExactly(floats(golden, "logits"), within(1e-4f));
      NDArray firstTwo = pixels.get("0:2");
      for (int block : new int[] {0, 11}) {
        assertThat(model.network().attention(firstTwo, block).toFloatArray())
            .as("attention of block %d", block)
            .containsExactly(floats(golden, "attention." + block), within(1e-5f));
      }
    }
  }

  private static float[] floats(SafetensorsFile file, String name) throws IOException {
    FloatBuffer buffer = file.floats(name);
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
