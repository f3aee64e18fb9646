package io.github.vitlora.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.testing.TestImages;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held to torchvision's rules for sizes and margins, computed by Pillow 11.3.0. */
class ImageTransformTest {

  private static ImageTransform transform(int resize, int crop) {
    return new ImageTransform(
        new TransformSpec(
            resize, crop, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f)));
  }

  @ParameterizedTest
  @CsvSource({
    "40,27,16,16,e608f921bb0e4e205e59f5043e429183e0552ebb5ad2125c1faebc45f764dd7f",
    "27,40,16,16,c714387f42ad83f04579788a4bff3f51269d1c28869a7fbe0eaa94ace1f7ff3c",
    "31,100,16,15,e6364067bcee61c88228a287423d6a9db02701e9cc616c603b85ea50d2b3d45e",
    "100,31,18,15,18999f3e2cb6c43bd9cf1fefce43d8268d016c560569bde2b6a0308f225f9024",
    "9,7,16,12,34da70ab454289cdbec8db3acbd2a80db86ae846a2003fcfe6b4a9d6378f9594",
    "16,16,16,16,fab0621d2ed7dde35f5e4290e1019545f627e226fa7f226db0f7ac77c705b341",
    "19,16,16,16,7e48bdac47f5ffa0ecafbae69f1c15694789be16361ce8e043b1cd349d435d57",
    "21,16,16,16,715af99c93bc44a8c9712355f544775379a215c524975507c66da2d31f3c0d52"
  })
  void cropsAsTorchvisionDoes(int width, int height, int resize, int crop, String sha256) {
    byte[] cropped = transform(resize, crop).crop(TestImages.noise(width, height));

    assertThat(TestImages.sha256(cropped)).isEqualTo(sha256);
  }

  @Test
  void normalizesPlaneByPlane() {
    byte[] crop = {0, (byte) 128, (byte) 255, 51, 102, (byte) 153, 1, 2, 3, 4, 5, 6};
    float[] values = new float[12];

    transform(2, 2).normalize(crop, FloatBuffer.wrap(values));

    assertThat(values[0]).isEqualTo((0f / 255f - 0.485f) / 0.229f);
    assertThat(values[1]).isEqualTo((51f / 255f - 0.485f) / 0.229f);
    assertThat(values[4]).isEqualTo((128f / 255f - 0.456f) / 0.224f);
    assertThat(values[8]).isEqualTo((255f / 255f - 0.406f) / 0.225f);
    assertThat(values[11]).isEqualTo((6f / 255f - 0.406f) / 0.225f);
  }

  @Test
  void cropLargerThanTheImageIsRefused() {
    assertThatThrownBy(() -> transform(16, 17)).hasMessageContaining("crop 17");
  }
}
