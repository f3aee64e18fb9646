package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.testing.GoldenMaterial;
import io.github.vitlora.testing.GoldenMaterial.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A checkpoint on images, held against an independent implementation. Each tolerance is about three
 * times the largest deviation seen; the small network's logits go up to 4, the large one's to 10.
 */
class GoldenForwardTest {

  @ParameterizedTest
  @CsvSource({"SMALL, 3e-6, 0.05", "LARGE, 5e-5, 0.25"})
  void logitsOfTheCheckpoint(GoldenMaterial material, float tolerance, float ofBfloat16)
      throws IOException {
    Map<String, Tensor> golden = material.forward();
    float[] logits = golden.get("logits").values();
    try (SafetensorsFile checkpoint = SafetensorsFile.open(material.checkpoint());
        NDManager manager = NDManager.newBaseManager();
        TunableModel model = TunableModel.whole(manager, material.architecture(), checkpoint);
        KernelNetwork kernels = by(Kernels.FLOAT32, model, manager);
        KernelNetwork halves = by(Kernels.BFLOAT16, model, manager)) {
      NDArray pixels = array(manager, golden.get("pixel_values"));

      NDArray plain = model.network().logits(pixels, false);

      assertThat(plain.getShape()).isEqualTo(new Shape(golden.get("logits").shape()));
      assertThat(plain.toFloatArray()).containsExactly(logits, within(tolerance));
      assertThat(kernels.logits(pixels).toFloatArray()).containsExactly(logits, within(tolerance));
      assertThat(halves.logits(pixels).toFloatArray()).containsExactly(logits, within(ofBfloat16));
    }
  }

  @ParameterizedTest
  @CsvSource({"SMALL, 1.5e-6", "LARGE, 1e-5"})
  void attentionOfTheFirstAndLastBlock(GoldenMaterial material, float tolerance)
      throws IOException {
    Map<String, Tensor> golden = material.forward();
    try (SafetensorsFile checkpoint = SafetensorsFile.open(material.checkpoint());
        NDManager manager = NDManager.newBaseManager();
        TunableModel model = TunableModel.whole(manager, material.architecture(), checkpoint)) {
      NDArray firstTwo = array(manager, golden.get("pixel_values")).get("0:2");

      List<float[]> blocks = new ArrayList<>();
      model.network().attention(firstTwo, (block, p) -> blocks.add(p.toFloatArray()));
      for (int block : new int[] {0, material.architecture().depth() - 1}) {
        assertThat(blocks.get(block))
            .as("attention of block %d", block)
            .containsExactly(golden.get("attention." + block).values(), within(tolerance));
      }
    }
  }

  private static KernelNetwork by(Kernels kernels, TunableModel model, NDManager manager) {
    return new KernelNetwork(manager, model, kernels.compiled().orElseThrow());
  }

  private static NDArray array(NDManager manager, Tensor tensor) {
    return manager.create(tensor.values(), new Shape(tensor.shape()));
  }
}
